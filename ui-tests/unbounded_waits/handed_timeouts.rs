//! A constant that the caller hands over: the helper waits for ever only where it is told so.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    process: HANDLE,
    thread: HANDLE,
}

unsafe fn ended(handle: HANDLE, milliseconds: u32) -> bool {
    WaitForSingleObject(handle, milliseconds) == WAIT_OBJECT_0 //~ unbounded_waits
}

unsafe fn asked(handle: HANDLE, milliseconds: u32) -> bool {
    WaitForSingleObject(handle, milliseconds) == WAIT_OBJECT_0
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (ended(instance.process, INFINITE) && ended(instance.thread, 0) && asked(instance.process, 0)) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
