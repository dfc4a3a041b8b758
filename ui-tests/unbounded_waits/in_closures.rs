//! The wait stands in a closure that an `Option`'s or `Result`'s method runs.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use windows::*;

struct Instance {
    answers: Option<Mutex<Receiver<bool>>>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let answer = instance
        .answers
        .as_ref()
        .and_then(|answers| answers.lock().ok())
        .map(|answers| answers.recv()) //~ unbounded_waits
        .is_some_and(|answer| answer.unwrap_or_else(|_| false));
    answer as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
