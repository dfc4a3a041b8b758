//! A bounded channel whose buffer is full makes the sender wait; `try_send` does not.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::mpsc::SyncSender;
use windows::*;

struct Instance {
    polls: SyncSender<u32>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let offered = instance.polls.try_send(1);
    let sent = instance.polls.send(2); //~ unbounded_waits
    (offered.is_ok() && sent.is_ok()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
