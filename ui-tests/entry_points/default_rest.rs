//! What is not named comes from `Default`.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    Sleep(10); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub fn table() -> CLRES_V2_FUNCTIONS {
    CLRES_V2_FUNCTIONS { LooksAlive: Some(looks_alive), Terminate: Some(terminate), ..Default::default() }
}
