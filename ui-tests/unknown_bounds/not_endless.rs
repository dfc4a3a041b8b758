//! Endless timeouts and calls without any timeout are not unknown.
//@ args: -W unknown_bounds
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::mpsc::Receiver;
use windows::*;

struct Instance {
    handle: HANDLE,
    answers: Receiver<u32>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.handle, INFINITE); //~ unbounded_waits
    let _ = instance.answers.recv(); //~ unbounded_waits
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
