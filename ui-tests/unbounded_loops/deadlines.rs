//! A loop with a deadline has a bound, whichever clock and form it uses; one whose deadline cannot be evaluated, or that nobody looks at, has none.
//@ bounds: RIGHT=150ms WRONG=none+25ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::{Duration, Instant, SystemTime};
use windows::*;

struct Instance {
    handle: HANDLE,
}

unsafe extern "system" fn right(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(20) {
        WaitForSingleObject(instance.handle, 5);
    }
    let start = Instant::now();
    while start.elapsed().as_millis() < 20 {
        WaitForSingleObject(instance.handle, 5);
    }
    let deadline = Instant::now() + Duration::from_millis(20);
    while deadline > Instant::now() {
        WaitForSingleObject(instance.handle, 5);
    }
    let start = SystemTime::now();
    while start.elapsed().unwrap_or_default() < Duration::from_millis(20) {
        WaitForSingleObject(instance.handle, 5);
    }
    let end = GetTickCount64() + 20;
    while GetTickCount64() < end {
        WaitForSingleObject(instance.handle, 5);
    }
    let deadline = Instant::now() + Duration::from_millis(20);
    loop {
        if WaitForSingleObject(instance.handle, 5) == WAIT_OBJECT_0 || Instant::now() > deadline {
            return TRUE;
        }
    }
}

unsafe extern "system" fn wrong(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let start = Instant::now();
    let mut rounds = 0;
    loop { //~ unbounded_loops
        if WaitForSingleObject(instance.handle, 5) == WAIT_OBJECT_0 {
            break;
        }
        // Measured, and not acted on
        if start.elapsed() > Duration::from_millis(20) {
            rounds += 1;
        }
    }
    // The deadline moves with each round
    let mut start = Instant::now();
    while start.elapsed() < Duration::from_millis(20) { //~ unbounded_loops
        WaitForSingleObject(instance.handle, 5);
        start = Instant::now();
    }
    // Not before the deadline, but ever after it
    let deadline = Instant::now() + Duration::from_millis(20);
    while Instant::now() < deadline || WaitForSingleObject(instance.handle, 5) == WAIT_TIMEOUT { //~ unbounded_loops
        WaitForSingleObject(instance.handle, 5);
    }
    rounds
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static RIGHT: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(right), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WRONG: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(wrong), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
