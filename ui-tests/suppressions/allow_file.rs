// looksalive: allow-file(sleeps) -- generated
//! A directive for the whole file.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

use std::time::Duration;

struct Instance {
    process: HANDLE,
}

fn helper() {
    std::thread::sleep(Duration::from_millis(1));
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    helper();
    Sleep(2);
    WaitForSingleObject(instance.process, INFINITE); //~ unbounded_waits
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
