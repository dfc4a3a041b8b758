//! A sleep in each round of a loop without end is a sleep, and the loop is one without a bound.
//@ bounds: TABLE=none+1ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use windows::*;

static ANSWERED: AtomicBool = AtomicBool::new(false);

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    while !ANSWERED.load(Ordering::Acquire) { //~ unbounded_loops
        std::thread::sleep(Duration::from_millis(1)); //~ sleeps
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
