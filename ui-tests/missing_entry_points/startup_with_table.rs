//! `Startup` and a table.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

#[no_mangle]
pub unsafe extern "system" fn Startup(
    _resource_type: PCWSTR,
    _min: u32,
    _max: u32,
    _set: PSET_RESOURCE_STATUS_ROUTINE,
    _log: PLOG_EVENT_ROUTINE,
    _table: *mut *mut CLRES_FUNCTION_TABLE,
) -> u32 {
    ERROR_SUCCESS
}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };
