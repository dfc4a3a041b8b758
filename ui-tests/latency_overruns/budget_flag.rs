//! The budget of the command line: 150 ms.
//@ args: --budget 150ms
//@ bounds: OVER=151ms WITHIN=150ms SINGLE=301ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.handle, 100);
    WaitForSingleObject(instance.handle, 51);
    1
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.handle, 100);
    WaitForSingleObject(instance.handle, 50);
    1
}

unsafe extern "system" fn single(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.handle, 151); //~ latency_overruns
    WaitForSingleObject(instance.handle, 150);
    1
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

pub static SINGLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(single), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
