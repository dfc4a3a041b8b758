//! Sleeps behind conditions that a constant decides: what cannot run is not reported.
//@ bounds: TABLE=12ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

const VERBOSE: bool = false;

fn settle(thorough: bool) {
    if thorough {
        unsafe { Sleep(20) }
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    if VERBOSE {
        Sleep(10);
    }
    if cfg!(unix) {
        Sleep(11);
    }
    settle(false);
    if !VERBOSE {
        Sleep(12); //~ sleeps
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
