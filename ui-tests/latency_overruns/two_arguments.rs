//! A helper costs what it costs with each caller's constant.
//! `over`: 100 ms + 201 ms = 301 ms. `within`: 100 ms + 200 ms. `single` makes one of the helpers' calls too long by itself.
//@ bounds: OVER=301ms WITHIN=300ms SINGLE=500ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

unsafe fn nap(handle: HANDLE, milliseconds: u32) {
    WaitForSingleObject(handle, milliseconds);
}

unsafe fn doze(handle: HANDLE, tenths: u32) {
    WaitForSingleObject(handle, tenths * 100); //~ latency_overruns
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    nap(instance.handle, 100);
    nap(instance.handle, 201);
    1
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    nap(instance.handle, 100);
    nap(instance.handle, 200);
    1
}

unsafe extern "system" fn single(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    doze(instance.handle, 1);
    doze(instance.handle, 4);
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
