//! One finding per place, however many paths reach it.
//@ bounds: TABLE=30ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

fn settle() {
    unsafe { Sleep(10) } //~ sleeps
}

fn first() {
    settle();
}

fn second() {
    settle();
    first();
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    first();
    second();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
