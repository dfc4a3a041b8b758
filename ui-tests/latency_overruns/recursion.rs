//! Recursion that counts down from a constant is a loop of known length.
//! `over`: 4 × 76 ms = 304 ms. `within`: 3 × 76 ms = 228 ms.
//@ bounds: OVER=304ms WITHIN=228ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

unsafe fn probe(handle: HANDLE, tries: u32) -> bool {
    if tries == 0 {
        return false;
    }
    WaitForSingleObject(handle, 76) == WAIT_OBJECT_0 || probe(handle, tries - 1)
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    probe(instance.handle, 4) as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    probe(instance.handle, 3) as BOOL
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
