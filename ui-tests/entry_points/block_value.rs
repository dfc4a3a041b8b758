//! A field whose value is a block that ends in the function.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None,
    Terminate: Some(terminate),
    LooksAlive: {
        unsafe extern "system" fn looks(_resource: *mut c_void) -> BOOL {
            Sleep(10); //~ sleeps
            1
        }
        Some(looks)
    },
    IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
