//! Exported by name with `#[no_mangle]`.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

#[no_mangle]
pub unsafe extern "system" fn LooksAlive(_resource: *mut c_void) -> BOOL {
    Sleep(10); //~ sleeps
    1
}

#[no_mangle]
pub unsafe extern "system" fn Terminate(_resource: *mut c_void) {}
