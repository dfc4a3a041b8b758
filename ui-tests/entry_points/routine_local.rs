//! A local bound as `PLOOKS_ALIVE_ROUTINE`.

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
    let routine: PLOOKS_ALIVE_ROUTINE = Some(looks_alive);
    table.Anonymous.V4Functions.LooksAlive = routine;
    table.Anonymous.V4Functions.Terminate = Some(terminate);
    table
}
