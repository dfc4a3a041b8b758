//! One finding for a place, however many paths reach it.
//@ bounds: TABLE=1200ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handles: [HANDLE; 2],
}

unsafe fn settled(handle: HANDLE) -> bool {
    WaitForSingleObject(handle, 400) == WAIT_TIMEOUT //~ latency_overruns
}

unsafe fn first(instance: &Instance) -> bool {
    settled(instance.handles[0])
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (first(instance) && settled(instance.handles[1]) && settled(instance.handles[0])) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
