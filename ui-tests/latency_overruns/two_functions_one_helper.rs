//! Each `LooksAlive` has its own sum: 2 × 151 ms for either.
//@ bounds: FIRST=302ms SECOND=302ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

unsafe fn settled(handle: HANDLE) -> bool {
    WaitForSingleObject(handle, 151) == WAIT_TIMEOUT
}

unsafe extern "system" fn first(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    (settled(instance.handle) && settled(instance.handle)) as BOOL
}

unsafe extern "system" fn second(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    (settled(instance.handle) || settled(instance.handle)) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static FIRST: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(first), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static SECOND: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(second), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
