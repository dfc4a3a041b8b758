//! Waits that are each within the budget, and only together exceed it: the `LooksAlive` function is the place.
//! `over`: 200 ms + 101 ms = 301 ms. `within`: 200 ms + 100 ms = 300 ms.
//@ bounds: OVER=301ms WITHIN=300ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::mpsc::Receiver;
use std::time::Duration;
use windows::*;

struct Instance {
    handle: HANDLE,
    answers: Receiver<u32>,
}

impl Instance {
    fn stopped(&self) -> bool {
        unsafe { WaitForSingleObject(self.handle, 200) == WAIT_OBJECT_0 }
    }

    fn answered(&self) -> bool {
        self.answers.recv_timeout(Duration::from_millis(101)).is_ok()
    }

    fn answered_sooner(&self) -> bool {
        self.answers.recv_timeout(Duration::from_millis(100)).is_ok()
    }
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    (!instance.stopped() && instance.answered()) as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (!instance.stopped() && instance.answered_sooner()) as BOOL
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
