//! Counters with a constant limit are loops of known length: 4 × 100 ms is over the budget, 3 × 100 ms is not.
//@ bounds: TABLE=2800ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

const TRIES: u32 = 4;

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let handle = instance.handle;
    let mut i = 0;
    while i < 4 {
        WaitForSingleObject(handle, 100); //~ latency_overruns
        i += 1;
    }
    let mut i = 0;
    while i < 3 {
        WaitForSingleObject(handle, 100);
        i += 1;
    }
    let mut i = 0;
    while i <= 6 {
        WaitForSingleObject(handle, 100); //~ latency_overruns
        i += 2;
    }
    let mut i = 0;
    while i <= 5 {
        WaitForSingleObject(handle, 100);
        i += 2;
    }
    let mut retries = TRIES;
    while retries > 0 {
        if WaitForSingleObject(handle, 100) == WAIT_OBJECT_0 { //~ latency_overruns
            break;
        }
        retries -= 1;
    }
    let mut retries = TRIES - 1;
    while retries > 0 {
        if WaitForSingleObject(handle, 100) == WAIT_OBJECT_0 {
            break;
        }
        retries -= 1;
    }
    let mut retries = 4;
    loop {
        WaitForSingleObject(handle, 100); //~ latency_overruns
        retries -= 1;
        if retries == 0 {
            break;
        }
    }
    let mut retries = 3;
    loop {
        WaitForSingleObject(handle, 100);
        retries -= 1;
        if retries == 0 {
            break;
        }
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
