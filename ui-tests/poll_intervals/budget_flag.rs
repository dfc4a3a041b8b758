//! The budget of the command line is what intervals are compared with.
//@ args: --budget 2s
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

pub unsafe fn configure(key: HKEY) -> bool {
    let first = ResUtilSetDwordValue(key, w!("LooksAlivePollInterval"), 1_999, null_mut()); //~ poll_intervals
    let second = ResUtilSetDwordValue(key, w!("LooksAlivePollInterval"), 2_000, null_mut());
    first | second == ERROR_SUCCESS
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
