//! A table of version 4.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    Sleep(10); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_FUNCTION_TABLE = CLRES_FUNCTION_TABLE {
    TableSize: core::mem::size_of::<CLRES_V4_FUNCTIONS>() as u32,
    Version: CLRES_VERSION_V4_00,
    Anonymous: CLRES_FUNCTION_TABLE_0 {
        V4Functions: CLRES_V4_FUNCTIONS {
            Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
            Arbitrate: None, Release: None, BeginResourceControl: None, BeginResourceTypeControl: None, Cancel: None, BeginResourceControlAsUser: None, BeginResourceTypeControlAsUser: None,
        },
    },
};
