//! Exported by name with `#[unsafe(no_mangle)]`.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

#[unsafe(no_mangle)]
pub unsafe extern "system" fn LooksAlive(_resource: *mut c_void) -> BOOL {
    unsafe { Sleep(10) } //~ sleeps
    1
}
