//! A bound, however it is spelt, is not this lint's; nor is a timeout that nobody can evaluate.
//@ bounds: TABLE=75ms+unknown

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    process: HANDLE,
    patience: u32,
}

const SHORT: u32 = 0xFF;

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.process, 20);
    WaitForSingleObject(instance.process, SHORT - 200);
    WaitForSingleObject(instance.process, instance.patience);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
