//! The bounded steps are added up, whatever else was found: 200 ms + 150 ms = 350 ms beside a wait for ever.
//@ bounds: TABLE=none+350ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
    process: HANDLE,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.handle, 200);
    WaitForSingleObject(instance.handle, 150);
    (WaitForSingleObject(instance.process, INFINITE) == WAIT_OBJECT_0) as BOOL //~ unbounded_waits
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
