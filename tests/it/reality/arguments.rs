//! A helper costs what its arguments make of it, and what they rule out costs nothing.
use std::ffi::c_void;

use std::thread::sleep;
use std::time::Duration;

fn check(milliseconds: u64, is_thorough: bool) -> bool {
    if is_thorough {
        sleep(Duration::from_secs(10));
    }
    sleep(Duration::from_millis(milliseconds));
    true
}

extern "system" fn looks_alive(_: *mut c_void) -> i32 {
    (check(15, false) && check(25, false)) as i32
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
