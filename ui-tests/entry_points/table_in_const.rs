//! A table in a `const` that a `CLRES_FUNCTION_TABLE` holds.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    Sleep(10); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

const V1: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };

pub static TABLE: CLRES_FUNCTION_TABLE =
    CLRES_FUNCTION_TABLE { TableSize: 1, Version: CLRES_VERSION_V1_00, Anonymous: CLRES_FUNCTION_TABLE_0 { V1Functions: V1 } };
