//! A table of version 2.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    Sleep(10); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_FUNCTION_TABLE = CLRES_FUNCTION_TABLE {
    TableSize: core::mem::size_of::<CLRES_V2_FUNCTIONS>() as u32,
    Version: CLRES_VERSION_V2_00,
    Anonymous: CLRES_FUNCTION_TABLE_0 {
        V2Functions: CLRES_V2_FUNCTIONS {
            Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
            Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None, Cancel: None,
        },
    },
};
