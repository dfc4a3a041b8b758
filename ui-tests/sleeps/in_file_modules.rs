//! The helpers stand in files of their own, named by `#[path]` and found beside each other.
//@ bounds: TABLE=20ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

#[path = "in_file_modules/pause.rs"]
mod pause;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    pause::settle();
    pause::length::measured() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
