//! Constants of every kind: associated, computed, out of a constant function.
use std::ffi::c_void;

use std::thread::sleep;
use std::time::Duration;

struct Probe;

impl Probe {
    const ROUNDS: u32 = 2;
    const REST: Duration = Duration::from_millis(5);
}

const fn doubled(milliseconds: u64) -> u64 {
    milliseconds * 2
}

extern "system" fn looks_alive(_: *mut c_void) -> i32 {
    sleep(Probe::REST * Probe::ROUNDS);
    sleep(Duration::from_millis(doubled(12) + 1));
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
