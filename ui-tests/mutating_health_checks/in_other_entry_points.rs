//! `Online` starts and `Terminate` ends the process; the check only looks.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::atomic::{AtomicBool, Ordering};
use windows::*;

static HEALTHY: AtomicBool = AtomicBool::new(false);

unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    StartServiceW(resource, 0, null());
    HEALTHY.store(true, Ordering::Release);
    ERROR_SUCCESS
}

unsafe extern "system" fn terminate(resource: *mut c_void) {
    HEALTHY.store(false, Ordering::Release);
    TerminateProcess(resource, 1);
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    HEALTHY.load(Ordering::Acquire) as BOOL
}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None,
    Close: None,
    Online: Some(online),
    Offline: None,
    Terminate: Some(terminate),
    LooksAlive: Some(looks_alive),
    IsAlive: None,
    Arbitrate: None,
    Release: None,
    ResourceControl: None,
    ResourceTypeControl: None,
};
