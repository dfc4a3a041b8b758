//! A resource DLL with two resource types for one Windows service, "clusbank".
//!
//! `before.rs` is what such a DLL often looks like when it is written in a hurry; `after.rs` does the same job as the
//! platform asks for. `ffi.rs` is the part of the Windows headers that both need.

mod after;
mod before;
mod ffi;

use ffi::*;

/// The Resource Monitor asks for the entry points of a resource type.
///
/// # Safety
/// Called by the Resource Monitor with valid pointers.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn Startup(
    resource_type: PCWSTR,
    min_version: u32,
    max_version: u32,
    set_resource_status: PSET_RESOURCE_STATUS_ROUTINE,
    _log_event: PLOG_EVENT_ROUTINE,
    table: *mut *const CLRES_FUNCTION_TABLE,
) -> u32 {
    if min_version > CLRES_VERSION_V1_00 || max_version < CLRES_VERSION_V1_00 {
        return ERROR_REVISION_MISMATCH;
    }
    before::remember_status_routine(set_resource_status);
    // The first letter tells the types apart: "Bank (before)", "Checked bank (after)".
    let is_after = unsafe { *resource_type } == u16::from(b'C');
    unsafe {
        *table = if is_after {
            &raw const after::TABLE
        } else {
            &raw const before::TABLE
        }
    };
    ERROR_SUCCESS
}
