//! Where the call is written in a macro's body, that is the place.
//@ bounds: TABLE=701ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

macro_rules! settled {
    ($handle:expr, $milliseconds:expr) => {
        WaitForSingleObject($handle, $milliseconds) == WAIT_TIMEOUT //~ latency_overruns
    };
}

macro_rules! asked {
    ($wait:ident, $handle:expr) => {
        $wait($handle, 400)
    };
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let settled = settled!(instance.handle, 0) && settled!(instance.handle, 301);
    (settled && asked!(WaitForSingleObject, instance.handle) == WAIT_TIMEOUT) as BOOL //~ latency_overruns
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
