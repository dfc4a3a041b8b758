//! Loops of every counted form, nested.
use std::ffi::c_void;

use std::thread::sleep;
use std::time::Duration;

const REST: Duration = Duration::from_millis(5);

extern "system" fn looks_alive(_: *mut c_void) -> i32 {
    for _ in 0..2 {
        for _ in [1, 2] {
            sleep(REST);
        }
    }
    let mut tries = 3;
    while tries > 0 {
        sleep(REST);
        tries -= 1;
    }
    (0..2).for_each(|_| sleep(REST));
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
