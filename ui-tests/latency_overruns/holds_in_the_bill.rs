//! Taking a lock costs the longest bounded time for which `Terminate` holds it. Both holds here are within the budget.
//! `over`: 150 ms of hold + 151 ms = 301 ms. `within`: 150 ms of hold + 150 ms = 300 ms.
//@ bounds: OVER=301ms WITHIN=300ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::Mutex;
use windows::*;

struct Instance {
    stopped: HANDLE,
    polls: Mutex<u32>,
}

unsafe extern "system" fn terminate(resource: *mut c_void) {
    let instance = &*(resource as *const Instance);
    let Ok(mut polls) = instance.polls.lock() else { return };
    WaitForSingleObject(instance.stopped, 150);
    *polls = 0;
}

impl Instance {
    fn count(&self) -> bool {
        match self.polls.lock() {
            Ok(mut polls) => {
                *polls += 1;
                true
            }
            Err(_) => false,
        }
    }
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    (instance.count() && WaitForSingleObject(instance.stopped, 151) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (instance.count() && WaitForSingleObject(instance.stopped, 150) == WAIT_TIMEOUT) as BOOL
}

pub static OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
