//! Both fields hold the same function. `THOROUGH`'s is not cursory, and the value of its `LooksAlive` field is the place; `CURSORY`'s is.
//@ bounds: THOROUGH=10ms CURSORY=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

struct Instance {
    process: HANDLE,
}

unsafe extern "system" fn thorough(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    std::thread::sleep(Duration::from_millis(10)); //~ sleeps
    (WaitForSingleObject(instance.process, 0) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn cursory(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (WaitForSingleObject(instance.process, 0) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static THOROUGH: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None,
    Close: None,
    Online: None,
    Offline: None,
    Terminate: Some(terminate),
    LooksAlive: Some(thorough), //~ full_health_checks
    IsAlive: Some(thorough),
    Arbitrate: None,
    Release: None,
    ResourceControl: None,
    ResourceTypeControl: None,
};

pub static CURSORY: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None,
    Close: None,
    Online: None,
    Offline: None,
    Terminate: Some(terminate),
    LooksAlive: Some(cursory),
    IsAlive: Some(cursory),
    Arbitrate: None,
    Release: None,
    ResourceControl: None,
    ResourceTypeControl: None,
};
