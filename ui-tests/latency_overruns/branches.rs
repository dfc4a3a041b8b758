//! Of the branches the longest counts, not their sum.
//! `over`: 250 ms + 51 ms. `within`: max(250 ms, 200 ms) + 50 ms. `within_match`: max(300 ms, 299 ms, 0). `over_match`: max(150 ms, 151 ms) + 150 ms.
//@ bounds: OVER=301ms WITHIN=300ms WITHIN_MATCH=300ms OVER_MATCH=301ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
    kind: u32,
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    if instance.kind == 0 {
        WaitForSingleObject(instance.handle, 250);
    } else {
        WaitForSingleObject(instance.handle, 200);
    }
    WaitForSingleObject(instance.handle, 51);
    1
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    if instance.kind == 0 {
        WaitForSingleObject(instance.handle, 250);
    } else {
        WaitForSingleObject(instance.handle, 200);
    }
    WaitForSingleObject(instance.handle, 50);
    1
}

unsafe extern "system" fn within_match(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let answer = match instance.kind {
        0 => WaitForSingleObject(instance.handle, 300),
        1 | 2 => WaitForSingleObject(instance.handle, 299),
        _ => return FALSE,
    };
    (answer == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn over_match(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    let answer = match instance.kind {
        0 => WaitForSingleObject(instance.handle, 150),
        1 | 2 => WaitForSingleObject(instance.handle, 151),
        _ => return FALSE,
    };
    (answer == WAIT_TIMEOUT && WaitForSingleObject(instance.handle, 150) == WAIT_TIMEOUT) as BOOL
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

pub static WITHIN_MATCH: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within_match), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static OVER_MATCH: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over_match), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
