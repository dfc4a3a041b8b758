//! Recursion whose depth an argument bounds.
use std::ffi::c_void;

use std::thread::sleep;
use std::time::Duration;

fn probe(depth: u32) {
    if depth == 0 {
        return;
    }
    sleep(Duration::from_millis(10));
    probe(depth - 1);
}

extern "system" fn looks_alive(_: *mut c_void) -> i32 {
    probe(4);
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
