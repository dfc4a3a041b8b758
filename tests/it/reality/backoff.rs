//! A delay that doubles from round to round.
use std::ffi::c_void;

use std::thread::sleep;
use std::time::Duration;

extern "system" fn looks_alive(_: *mut c_void) -> i32 {
    let mut delay = Duration::from_millis(4);
    for _ in 0..4 {
        sleep(delay);
        delay *= 2;
    }
    1
}

#[repr(C)]
pub struct Functions {
    pub looks_alive: extern "system" fn(*mut c_void) -> i32,
    pub is_alive: extern "system" fn(*mut c_void) -> i32,
    pub terminate: extern "system" fn(*mut c_void),
}

extern "system" fn is_alive(_: *mut c_void) -> i32 {
    1
}

extern "system" fn terminate(_: *mut c_void) {}

pub static TABLE: Functions = Functions { looks_alive, is_alive, terminate };
