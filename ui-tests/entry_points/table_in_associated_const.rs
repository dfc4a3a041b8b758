//! A table in an associated `const`, functions of the type in it.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

pub struct Disk;

impl Disk {
    pub const TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(Self::terminate), LooksAlive: Some(Self::looks_alive), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };

    unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
        Sleep(10); //~ sleeps
        1
    }

    unsafe extern "system" fn terminate(_resource: *mut c_void) {}
}
