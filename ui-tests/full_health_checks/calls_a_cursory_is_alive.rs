//! An `IsAlive` that is itself cursory may be shared: nothing slow is reached through it.
//@ bounds: TABLE=105ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    process: HANDLE,
    service: SC_HANDLE,
}

unsafe extern "system" fn is_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut status: SERVICE_STATUS = core::mem::zeroed();
    (WaitForSingleObject(instance.process, 100) == WAIT_TIMEOUT && QueryServiceStatus(instance.service, &mut status) != FALSE) as BOOL
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    is_alive(resource)
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: Some(is_alive),
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
