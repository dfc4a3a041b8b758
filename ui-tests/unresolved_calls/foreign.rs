//! A foreign function that no model describes, and one that a model describes.
//@ args: -W unresolved_calls

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

extern "C" {
    fn vendor_device_state(device: u32) -> i32;
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let state = vendor_device_state(0); //~ unresolved_calls
    GetTickCount64();
    state
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
