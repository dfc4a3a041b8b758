//! A function through a local, a table of functions, and a field.
//@ bounds: TABLE=21ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

fn first() -> bool {
    unsafe { Sleep(10) } //~ sleeps
    true
}

fn second() -> bool {
    unsafe { Sleep(11) } //~ sleeps
    true
}

fn third() -> bool {
    unsafe { Sleep(12) }
    true
}

struct Check {
    run: fn() -> bool,
}

pub fn elsewhere() -> bool {
    third()
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let call: fn() -> bool = first;
    let check = Check { run: second };
    (call() && (check.run)()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
