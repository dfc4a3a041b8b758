//! A field that one constructor fills with a constant and another with an argument is unknown; one that is changed later is unknown too.
//@ args: -W unknown_bounds
//@ bounds: TABLE=20ms+unknown

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

pub struct Instance {
    handle: HANDLE,
    filled: u32,
    changed: u32,
    constant: u32,
}

impl Instance {
    pub fn new(handle: HANDLE) -> Instance {
        Instance { handle, filled: 10, changed: 10, constant: 10 }
    }

    pub fn with_patience(handle: HANDLE, patience: u32) -> Instance {
        Instance { handle, filled: patience, changed: 10, constant: 20 }
    }

    pub fn set(&mut self, patience: u32) {
        self.changed = patience;
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.handle, instance.filled); //~ unknown_bounds
    WaitForSingleObject(instance.handle, instance.changed); //~ unknown_bounds
    WaitForSingleObject(instance.handle, instance.constant);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
