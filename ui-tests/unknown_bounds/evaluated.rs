//! The twins of `timeouts.rs`: what has an upper bound is known.
//@ args: -W unknown_bounds
//@ bounds: TABLE=95ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::mpsc::Receiver;
use std::time::Duration;
use windows::*;

pub struct Instance {
    handle: HANDLE,
    patience: u32,
    fixed: u32,
    reply: Duration,
    answers: Receiver<u32>,
}

impl Instance {
    pub fn new(handle: HANDLE, patience: u32, answers: Receiver<u32>) -> Instance {
        Instance { handle, patience, fixed: 10, reply: Duration::from_millis(10), answers }
    }
}

unsafe fn waits(handle: HANDLE, milliseconds: u32) -> bool {
    WaitForSingleObject(handle, milliseconds) == WAIT_TIMEOUT
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.handle, 10);
    WaitForSingleObject(instance.handle, instance.fixed);
    WaitForSingleObject(instance.handle, instance.patience.min(10));
    WaitForSingleObject(instance.handle, instance.patience.clamp(1, 10));
    WaitForSingleObject(instance.handle, if instance.patience > 5 { 10 } else { 5 });
    let _ = instance.answers.recv_timeout(instance.reply);
    let _ = instance.answers.recv_timeout(instance.reply.min(Duration::from_millis(5)));
    waits(instance.handle, 10);
    waits(instance.handle, instance.patience.min(20));
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
