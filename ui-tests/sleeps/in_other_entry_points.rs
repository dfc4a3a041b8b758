//! `Online`, `Offline`, `Terminate` and `IsAlive` are not `LooksAlive`.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn online(_resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    Sleep(100);
    ERROR_SUCCESS
}

unsafe extern "system" fn offline(_resource: *mut c_void) -> u32 {
    Sleep(100);
    ERROR_SUCCESS
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {
    stop();
}

unsafe extern "system" fn is_alive(_resource: *mut c_void) -> BOOL {
    Sleep(100);
    1
}

unsafe fn stop() {
    Sleep(100);
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None,
    Close: None,
    Online: Some(online),
    Offline: Some(offline),
    Terminate: Some(terminate),
    LooksAlive: Some(looks_alive),
    IsAlive: Some(is_alive),
    Arbitrate: None,
    Release: None,
    ResourceControl: None,
    ResourceTypeControl: None,
};
