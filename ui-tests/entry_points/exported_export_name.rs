//! Exported with `#[export_name]`, plain and `unsafe(…)`; the function's own name does not matter.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

#[export_name = "LooksAlive"]
pub unsafe extern "system" fn check(_resource: *mut c_void) -> BOOL {
    Sleep(10); //~ sleeps
    1
}

pub mod second {
    use super::windows::*;

    #[unsafe(export_name = "Terminate")]
    pub extern "C" fn stop(_resource: *mut c_void) {}
}
