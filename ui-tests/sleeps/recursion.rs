//! Recursion ends the search, not the analysis.
//@ bounds: TABLE=1ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

fn even(n: u32) -> bool {
    if n == 0 { true } else { odd(n - 1) }
}

fn odd(n: u32) -> bool {
    if n == 0 {
        return false;
    }
    even(n - 1)
}

fn settle() {
    unsafe { Sleep(1) } //~ sleeps
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let answer = even(10);
    settle();
    answer as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
