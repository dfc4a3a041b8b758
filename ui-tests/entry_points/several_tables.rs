//! Two tables in one crate, and a third function that looks like an entry point and is none.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

mod disk {
    use super::windows::*;

    unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
        Sleep(10); //~ sleeps
        1
    }

    unsafe extern "system" fn terminate(_resource: *mut c_void) {}

    pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };
}

mod share {
    use super::windows::*;

    unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
        Sleep(11); //~ sleeps
        1
    }

    unsafe extern "system" fn terminate(_resource: *mut c_void) {}

    pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };
}

pub unsafe extern "system" fn tape_looks_alive(_resource: *mut c_void) -> BOOL {
    Sleep(12);
    1
}
