//! One after the other.
use std::ffi::c_void;

use std::thread::sleep;
use std::time::Duration;

extern "system" fn looks_alive(_: *mut c_void) -> i32 {
    sleep(Duration::from_millis(20));
    sleep(Duration::from_micros(30_000));
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
