//! A `static mut` table of which `Startup` fills the fields.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    Sleep(10); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

static mut TABLE: CLRES_FUNCTION_TABLE =
    CLRES_FUNCTION_TABLE { TableSize: 0, Version: 0, Anonymous: CLRES_FUNCTION_TABLE_0 { V1Functions: V1 } };

const V1: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(replaced), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };

unsafe extern "system" fn replaced(_resource: *mut c_void) -> BOOL {
    1
}

#[no_mangle]
pub unsafe extern "system" fn Startup(
    _resource_type: PCWSTR,
    _min: u32,
    _max: u32,
    _set: PSET_RESOURCE_STATUS_ROUTINE,
    _log: PLOG_EVENT_ROUTINE,
    table: *mut *mut CLRES_FUNCTION_TABLE,
) -> u32 {
    TABLE.Anonymous.V1Functions.LooksAlive = Some(looks_alive);
    *table = core::ptr::addr_of_mut!(TABLE);
    ERROR_SUCCESS
}
