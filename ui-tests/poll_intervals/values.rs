//! `ResUtilSetDwordValue` under the name of the interval, and under others.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

const NAME: PCWSTR = w!("LooksAlivePollInterval");

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

unsafe fn set(key: HKEY, milliseconds: u32) -> u32 {
    ResUtilSetDwordValue(key, NAME, milliseconds, null_mut())
}

pub unsafe fn configure(key: HKEY, configured: u32) -> bool {
    let mut failed = 0;
    failed |= ResUtilSetDwordValue(key, w!("LooksAlivePollInterval"), 0, null_mut()); //~ poll_intervals
    failed |= ResUtilSetDwordValue(key, w!("LooksAlivePollInterval"), 299, null_mut()); //~ poll_intervals
    failed |= ResUtilSetDwordValue(key, w!("LooksAlivePollInterval"), 300, null_mut());
    failed |= ResUtilSetDwordValue(key, NAME, 10, null_mut()); //~ poll_intervals
    failed |= ResUtilSetDwordValue(key, NAME, 5_000, null_mut());
    failed |= ResUtilSetDwordValue(key, CLUSREG_NAME_RES_LOOKS_ALIVE, 100, null_mut()); //~ poll_intervals
    failed |= ResUtilSetDwordValue(key, CLUSREG_NAME_RES_LOOKS_ALIVE, 0xFFFF_FFFF, null_mut());
    failed |= ResUtilSetDwordValue(key, CLUSREG_NAME_RES_IS_ALIVE, 0, null_mut());
    failed |= ResUtilSetDwordValue(key, w!("RestartThreshold"), 0, null_mut());
    failed |= ResUtilSetDwordValue(key, NAME, configured, null_mut());
    failed |= set(key, 5_000);
    failed == ERROR_SUCCESS
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
