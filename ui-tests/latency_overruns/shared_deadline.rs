//! Waits that all use what is left until one deadline are charged once.
//! `over`: 250 ms + 51 ms = 301 ms, not 551 ms. `within`: 250 ms + 50 ms = 300 ms.
//@ bounds: OVER=301ms WITHIN=300ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};
use windows::*;

struct Instance {
    handle: HANDLE,
    first: Receiver<u32>,
    second: Receiver<u32>,
}

impl Instance {
    fn both(&self) -> bool {
        let deadline = Instant::now() + Duration::from_millis(250);
        let first = self.first.recv_timeout(deadline.saturating_duration_since(Instant::now()));
        let second = self.second.recv_timeout(deadline.saturating_duration_since(Instant::now()));
        first.is_ok() && second.is_ok()
    }
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    (instance.both() && WaitForSingleObject(instance.handle, 51) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (instance.both() && WaitForSingleObject(instance.handle, 50) == WAIT_TIMEOUT) as BOOL
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
