//! `Sleep(0)` gives up the rest of the time slice; everything longer is a sleep, `INFINITE` too.
//@ bounds: TABLE=none+60ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

const NO_PAUSE: u32 = 0;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    Sleep(50); //~ sleeps
    SleepEx(10, FALSE); //~ sleeps
    Sleep(0);
    Sleep(NO_PAUSE);
    SleepEx(0, FALSE);
    SwitchToThread();
    Sleep(INFINITE); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
