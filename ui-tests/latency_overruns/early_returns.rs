//! A path that returns early ends there.
//! `within`: max(200 ms, 0 + 250 ms). `over`: 200 ms + 250 ms, since only one of the branches returns.
//@ bounds: WITHIN=250ms OVER=450ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::mpsc::Receiver;
use std::time::Duration;
use windows::*;

struct Instance {
    handle: HANDLE,
    answers: Option<Receiver<u32>>,
    kind: u32,
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    if instance.kind == 0 {
        return (WaitForSingleObject(instance.handle, 200) == WAIT_TIMEOUT) as BOOL;
    }
    let Some(answers) = &instance.answers else {
        WaitForSingleObject(instance.handle, 200);
        return FALSE;
    };
    answers.recv_timeout(Duration::from_millis(250)).is_ok() as BOOL
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    if instance.kind == 0 {
        if WaitForSingleObject(instance.handle, 200) == WAIT_OBJECT_0 {
            return FALSE;
        }
    }
    let Some(answers) = &instance.answers else { return FALSE };
    answers.recv_timeout(Duration::from_millis(250)).is_ok() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
