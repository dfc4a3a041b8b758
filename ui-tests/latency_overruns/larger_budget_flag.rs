//! A larger budget: what is over 300 ms may be within it. 1500 ms is, the sum of both is not reported beside the place that is over by itself.
//@ args: --budget 1.5s
//@ bounds: TABLE=3001ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.handle, 1500);
    WaitForSingleObject(instance.handle, 1501); //~ latency_overruns
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
