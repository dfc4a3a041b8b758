//! What is not named comes from a `const` base: its fields count where they are not overridden.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    Sleep(10); //~ sleeps
    1
}

unsafe extern "system" fn overridden(_resource: *mut c_void) -> BOOL {
    Sleep(11);
    1
}

unsafe extern "system" fn from_base(_resource: *mut c_void) -> BOOL {
    Sleep(12); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

const BASE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(overridden), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };
pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive), ..BASE };

const OTHER_BASE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: None, LooksAlive: Some(from_base), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };
pub static OTHER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(terminate), ..OTHER_BASE };
