//! A call through a trait object costs the longest of its implementations.
//! `over`: max(100 ms, 150 ms) + 151 ms. `within`: max(100 ms, 150 ms) + 150 ms.
//@ bounds: OVER=301ms WITHIN=300ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

trait Probe {
    fn probe(&self) -> bool;
}

struct Quick(HANDLE);
struct Slow(HANDLE);

impl Probe for Quick {
    fn probe(&self) -> bool {
        unsafe { WaitForSingleObject(self.0, 100) == WAIT_TIMEOUT }
    }
}

impl Probe for Slow {
    fn probe(&self) -> bool {
        unsafe { WaitForSingleObject(self.0, 150) == WAIT_TIMEOUT }
    }
}

struct Instance {
    handle: HANDLE,
    probe: Box<dyn Probe>,
}

pub fn quick(handle: HANDLE) -> Box<dyn Probe> {
    Box::new(Quick(handle))
}

pub fn slow(handle: HANDLE) -> Box<dyn Probe> {
    Box::new(Slow(handle))
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    (instance.probe.probe() && WaitForSingleObject(instance.handle, 151) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (instance.probe.probe() && WaitForSingleObject(instance.handle, 150) == WAIT_TIMEOUT) as BOOL
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
