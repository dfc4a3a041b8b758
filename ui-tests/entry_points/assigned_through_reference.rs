//! A table filled through a reference to its inner struct.

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
    let functions = &mut table.Anonymous.V3Functions;
    functions.Terminate = Some(terminate);
    functions.LooksAlive = Some(looks_alive);
    table
}
