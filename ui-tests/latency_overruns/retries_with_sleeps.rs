//! Retries that sleep in between: the sleeps are `sleeps`, and count in the sum.
//! `over`: 3 × (50 ms + 51 ms) = 303 ms. `within`: 3 × (50 ms + 50 ms) = 300 ms.
//@ bounds: OVER=303ms WITHIN=300ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

struct Instance {
    handle: HANDLE,
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    for _ in 0..3 {
        if WaitForSingleObject(instance.handle, 51) == WAIT_OBJECT_0 {
            return TRUE;
        }
        std::thread::sleep(Duration::from_millis(50)); //~ sleeps
    }
    FALSE
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    for _ in 0..3 {
        if WaitForSingleObject(instance.handle, 50) == WAIT_OBJECT_0 {
            return TRUE;
        }
        std::thread::sleep(Duration::from_millis(50)); //~ sleeps
    }
    FALSE
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
