//! Comments that only resemble directives, and directives inside strings and documentation, mean nothing.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

/// looksalive: allow(sleeps) -- documentation, not a directive
fn documented() {
    unsafe { Sleep(1) } //~ sleeps
}

fn in_a_string() -> &'static str {
    unsafe { Sleep(2) } //~ sleeps
    "// looksalive: allow(sleeps) -- text"
}

fn prose() {
    // Whoever looks alive: allow(sleeps) is a directive of this tool.
    unsafe { Sleep(3) } //~ sleeps
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    documented();
    in_a_string();
    prose();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
