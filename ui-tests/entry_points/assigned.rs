//! A table filled field by field.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    Sleep(10); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub unsafe fn table() -> CLRES_FUNCTION_TABLE {
    let mut table: CLRES_FUNCTION_TABLE = core::mem::zeroed();
    table.Version = CLRES_VERSION_V2_00;
    table.Anonymous.V2Functions.Terminate = Some(terminate);
    table.Anonymous.V2Functions.LooksAlive = Some(looks_alive);
    table
}
