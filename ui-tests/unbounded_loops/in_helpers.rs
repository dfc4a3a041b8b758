//! The loop is the place, wherever it stands on the path; a helper that is handed its length is bounded where that is known.
//@ bounds: TABLE=none+90ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
    tries: u32,
}

unsafe fn tries(handle: HANDLE, count: u32) {
    for _ in 0..count { //~ unbounded_loops
        WaitForSingleObject(handle, 10);
    }
}

unsafe fn few_tries(handle: HANDLE, count: u32) {
    for _ in 0..count.min(5) {
        WaitForSingleObject(handle, 10);
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    tries(instance.handle, instance.tries);
    tries(instance.handle, 3);
    few_tries(instance.handle, instance.tries);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
