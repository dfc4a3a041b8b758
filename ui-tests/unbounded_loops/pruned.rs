//! A loop that a constant rules out, one that a constant bounds, and one in code that only another thread or another entry point runs.
//@ bounds: TABLE=81ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::atomic::{AtomicBool, Ordering};
use windows::*;

const RETRY: bool = false;

static ANSWERED: AtomicBool = AtomicBool::new(false);

unsafe fn tries(handle: HANDLE, count: u32) {
    for _ in 0..count {
        WaitForSingleObject(handle, 10);
    }
}

fn spins() {
    while !ANSWERED.load(Ordering::Acquire) {
        std::hint::spin_loop();
    }
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {
    spins();
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let handle = resource as HANDLE;
    if RETRY {
        spins();
    }
    while RETRY {
        WaitForSingleObject(handle, 10);
    }
    tries(handle, 3);
    tries(handle, 5);
    std::thread::Builder::new().spawn(spins).is_ok() as BOOL
}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
