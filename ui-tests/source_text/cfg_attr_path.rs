//! `cfg_attr(…, path = …)` chooses the file for the target.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

#[cfg_attr(windows, path = "cfg_attr_path/on_windows.rs")]
#[cfg_attr(not(windows), path = "cfg_attr_path/elsewhere.rs")]
mod platform;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    platform::pause();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
