//! Of branches the longer one counts; here it is taken.
use std::ffi::c_void;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

static IS_SUSPECT: AtomicBool = AtomicBool::new(true);

extern "system" fn looks_alive(_: *mut c_void) -> i32 {
    let rest = if IS_SUSPECT.load(Ordering::Relaxed) { 40 } else { 10 };
    match IS_SUSPECT.load(Ordering::Acquire) {
        true => sleep(Duration::from_millis(rest)),
        false => sleep(Duration::from_millis(1)),
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
