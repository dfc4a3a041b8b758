//! Directives without a reason, and their twins with one.
//@ args: -W unexplained_suppressions

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

fn pauses() {
    //~v unexplained_suppressions
    // looksalive: allow(sleeps)
    unsafe { Sleep(1) }
    // looksalive: allow(sleeps) -- the device needs it
    unsafe { Sleep(2) }
}

//~v unexplained_suppressions
#[cfg_attr(any(), looksalive::allow(sleeps))]
fn attribute() {
    unsafe { Sleep(3) }
}

#[cfg_attr(any(), looksalive::allow(sleeps, reason = "the device needs it"))]
fn explained() {
    unsafe { Sleep(4) }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    pauses();
    attribute();
    explained();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
