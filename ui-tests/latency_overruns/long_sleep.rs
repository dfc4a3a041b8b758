//! A sleep that is over the budget by itself is reported by `sleeps`, once, and the sum is not reported instead.
//@ bounds: TABLE=600ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

struct Instance {
    handle: HANDLE,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    std::thread::sleep(Duration::from_millis(400)); //~ sleeps
    (WaitForSingleObject(instance.handle, 200) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
