//! A resource DLL with two resource types. `queue` is written as the platform asks for: a monitor thread looks after the
//! service, and `LooksAlive` reports what it saw. `share` was ported from C line by line: its `LooksAlive` does the work.

mod bindings;
mod callbacks;
mod queue;
mod service;
mod share;

use bindings::*;

/// Called once by the Resource Monitor; answers with the function table of the resource type.
///
/// # Safety
/// The Resource Monitor passes a type name that ends in zero and a place for the table.
#[unsafe(no_mangle)]
#[allow(non_snake_case)]
pub unsafe extern "system" fn Startup(
    resource_type: PCWSTR,
    min_version: u32,
    max_version: u32,
    set_status: PSET_RESOURCE_STATUS_ROUTINE,
    log_event: PLOG_EVENT_ROUTINE,
    table: *mut *const CLRES_FUNCTION_TABLE,
) -> u32 {
    if min_version > CLRES_VERSION_V1_00 || max_version < CLRES_VERSION_V1_00 {
        return ERROR_REVISION_MISMATCH;
    }
    callbacks::keep(set_status, log_event);
    let chosen = if unsafe { is(resource_type, "Contoso Queue") } {
        &queue::TABLE
    } else if unsafe { is(resource_type, "Contoso Share") } {
        &share::TABLE
    } else {
        return ERROR_CLUSTER_RESNAME_NOT_FOUND;
    };
    unsafe { *table = chosen };
    ERROR_SUCCESS
}

/// Compares a wide text that ends in zero with a name.
unsafe fn is(text: PCWSTR, name: &str) -> bool {
    if text.is_null() {
        return false;
    }
    let mut at = text;
    for unit in name.encode_utf16() {
        if unsafe { *at } != unit {
            return false;
        }
        at = unsafe { at.add(1) };
    }
    unsafe { *at == 0 }
}
