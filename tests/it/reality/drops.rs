//! What goes out of scope runs its Drop; what is forgotten does not.
use std::ffi::c_void;

use std::thread::sleep;
use std::time::Duration;

struct Session(u64);

impl Drop for Session {
    fn drop(&mut self) {
        sleep(Duration::from_millis(20));
    }
}

extern "system" fn looks_alive(_: *mut c_void) -> i32 {
    let first = Session(1);
    let second = Session(2);
    let third = Session(first.0 + second.0);
    let sum = third.0;
    std::mem::forget(third);
    sum as i32
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
