//! Names that no lint has; a group's name is known.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

fn pauses() {
    //~v unknown_lints
    // looksalive: allow(sleep) -- misspelt, so that it suppresses nothing
    unsafe { Sleep(1) } //~ sleeps
    //~v unknown_lints
    // looksalive: allow(sleeps, blocking_oi) -- one of two
    unsafe { Sleep(2) }
    // looksalive: allow(recommended) -- a group
    unsafe { Sleep(3) }
}

//~v unknown_lints
#[cfg_attr(any(), looksalive::allow(unbounded_wait, reason = "misspelt"))]
fn attribute() {}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    pauses();
    attribute();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
