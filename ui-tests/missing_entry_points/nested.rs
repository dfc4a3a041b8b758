//! The place is the innermost struct literal's name.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_FUNCTION_TABLE = CLRES_FUNCTION_TABLE {
    TableSize: 1,
    Version: CLRES_VERSION_V1_00,
    Anonymous: CLRES_FUNCTION_TABLE_0 {
        V1Functions: CLRES_V1_FUNCTIONS { //~ missing_entry_points
            Open: None, Close: None, Online: None, Offline: None,
            Terminate: None,
            LooksAlive: Some(looks_alive),
            IsAlive: None,
            Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
        },
    },
};

pub static USED: unsafe extern "system" fn(*mut c_void) = terminate;
