//! Timeouts in the fields of a static or constant. `over`: 200 ms + 101 ms. `within`: 200 ms + 100 ms.
//@ bounds: OVER=301ms WITHIN=300ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Settings {
    process: u32,
    thread: u32,
}

static LONG: Settings = Settings { process: 200, thread: 101 };
const SHORT: Settings = Settings { thread: 100, ..LONGER };
const LONGER: Settings = Settings { process: 200, thread: 1000 };

struct Instance {
    process: HANDLE,
    thread: HANDLE,
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.process, LONG.process);
    WaitForSingleObject(instance.thread, LONG.thread);
    1
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.process, SHORT.process);
    WaitForSingleObject(instance.thread, SHORT.thread);
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
