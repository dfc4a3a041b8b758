//! A directive at the entry point covers what it reaches.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

fn helper() {
    unsafe { Sleep(1) }
}

// looksalive: allow(sleeps) -- legacy, to be replaced by the monitor thread
unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    helper();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
