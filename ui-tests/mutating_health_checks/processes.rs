//! Terminating a process changes the world; looking at it, signalling an event and storing to an atomic do not.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::process::Child;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use windows::*;

struct Instance {
    process: HANDLE,
    wake: HANDLE,
    polls: AtomicU32,
    child: Mutex<Option<Child>>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    instance.polls.fetch_add(1, Ordering::Relaxed);
    SetEvent(instance.wake);
    let mut code = 0;
    GetExitCodeProcess(instance.process, &mut code);
    if code == 1 {
        TerminateProcess(instance.process, 2); //~ mutating_health_checks
    }
    if let Some(child) = instance.child.lock().unwrap().as_mut() {
        let _ = child.kill(); //~ mutating_health_checks
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
