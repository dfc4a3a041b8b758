//! A table that is filled field by field and misses one; the twin has both.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub unsafe fn no_terminate() -> CLRES_FUNCTION_TABLE {
    let mut table: CLRES_FUNCTION_TABLE = core::mem::zeroed(); //~ missing_entry_points
    table.Anonymous.V2Functions.LooksAlive = Some(looks_alive);
    table
}

pub unsafe fn both() -> CLRES_FUNCTION_TABLE {
    let mut table: CLRES_FUNCTION_TABLE = core::mem::zeroed();
    table.Anonymous.V2Functions.LooksAlive = Some(looks_alive);
    table.Anonymous.V2Functions.Terminate = Some(terminate);
    table
}
