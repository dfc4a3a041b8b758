//! Several lints in one directive, and a group's name.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    process: HANDLE,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    // looksalive: allow(sleeps, unbounded_waits) -- both accepted
    let both = SleepEx(1, FALSE) + WaitForSingleObject(instance.process, INFINITE);
    // looksalive: allow(unbounded) -- the group
    WaitForSingleObject(instance.process, INFINITE);
    // looksalive: allow(recommended) -- the other group
    Sleep(2);
    Sleep(3); //~ sleeps
    both as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
