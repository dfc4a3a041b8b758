//! Two types have a method of one name; only the one that is called counts.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

struct Quick;
struct Slow;

impl Quick {
    fn check(&self) -> bool {
        true
    }
}

impl Slow {
    fn check(&self) -> bool {
        std::thread::sleep(Duration::from_millis(10));
        true
    }
}

pub fn elsewhere(slow: &Slow) -> bool {
    slow.check()
}

struct Instance {
    probe: Quick,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    instance.probe.check() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
