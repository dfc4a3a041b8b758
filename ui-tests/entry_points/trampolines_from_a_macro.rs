//! A macro that writes trampolines and table for a type.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

macro_rules! resource_dll {
    ($type:ty, $table:ident) => {
        unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
            (*(resource as *const $type)).healthy() as BOOL
        }

        unsafe extern "system" fn terminate(_resource: *mut c_void) {}

        pub static $table: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
            Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
            Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
        };
    };
}

pub struct Disk;

impl Disk {
    fn healthy(&self) -> bool {
        unsafe { Sleep(10) } //~ sleeps
        true
    }
}

resource_dll!(Disk, TABLE);
