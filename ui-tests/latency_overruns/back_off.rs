//! Waits that grow from try to try are added up as they grow.
//! 10 + 20 + 40 + 80 + 160 ms = 310 ms is over the budget; one try less, 150 ms, is not; nor is 60 + 120 + 120 ms = 300 ms, since it grows to 120 ms only.
//@ bounds: TABLE=760ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut delay = 10;
    for _ in 0..5 {
        if WaitForSingleObject(instance.handle, delay) == WAIT_OBJECT_0 { //~ latency_overruns
            return TRUE;
        }
        delay *= 2;
    }
    let mut delay = 10;
    for _ in 0..4 {
        if WaitForSingleObject(instance.handle, delay) == WAIT_OBJECT_0 {
            return TRUE;
        }
        delay *= 2;
    }
    let mut delay = 60;
    for _ in 0..3 {
        if WaitForSingleObject(instance.handle, delay) == WAIT_OBJECT_0 {
            return TRUE;
        }
        delay = (delay * 2).min(120);
    }
    FALSE
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
