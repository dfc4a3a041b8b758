//! A function that fills the table it is handed.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    Sleep(10); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub unsafe fn fill(functions: &mut CLRES_V1_FUNCTIONS) {
    functions.Terminate = Some(terminate);
    functions.LooksAlive = Some(looks_alive);
}

pub unsafe fn fill_behind_pointer(table: *mut CLRES_FUNCTION_TABLE) {
    (*table).Anonymous.V4Functions.LooksAlive = Some(also);
    (*table).Anonymous.V4Functions.Terminate = Some(terminate);
}

unsafe extern "system" fn also(_resource: *mut c_void) -> BOOL {
    Sleep(11); //~ sleeps
    1
}
