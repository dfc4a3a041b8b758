//! `Startup` is exported, and no table is found.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

#[no_mangle]
pub unsafe extern "system" fn Startup( //~ missing_entry_points
    _resource_type: PCWSTR,
    _min: u32,
    _max: u32,
    _set: PSET_RESOURCE_STATUS_ROUTINE,
    _log: PLOG_EVENT_ROUTINE,
    _table: *mut *mut CLRES_FUNCTION_TABLE,
) -> u32 {
    ERROR_SUCCESS
}
