//! Two methods that differ in one argument.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Service {
    process: HANDLE,
}

impl Service {
    fn running(&self) -> bool {
        unsafe { WaitForSingleObject(self.process, 0) == WAIT_TIMEOUT }
    }

    fn stopped(&self) -> bool {
        unsafe { WaitForSingleObject(self.process, INFINITE) == WAIT_OBJECT_0 } //~ unbounded_waits
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let service = &*(resource as *const Service);
    (service.running() && !service.stopped()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
