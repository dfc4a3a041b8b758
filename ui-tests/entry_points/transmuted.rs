//! A field whose value is a transmuted pointer.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> i32 {
    Sleep(10); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub unsafe fn table() -> CLRES_V1_FUNCTIONS {
    CLRES_V1_FUNCTIONS {
        Open: None, Close: None, Online: None, Offline: None,
        Terminate: Some(terminate),
        LooksAlive: Some(core::mem::transmute::<*const (), unsafe extern "system" fn(*mut c_void) -> BOOL>(looks_alive as *const ())),
        IsAlive: None,
        Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
    }
}
