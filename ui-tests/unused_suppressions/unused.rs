//! Directives that meet nothing, whole or in part; the twin is used.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

fn quick() {
    //~v unused_suppressions
    // looksalive: allow(sleeps) -- gone since the rewrite
    unsafe { SwitchToThread() };
}

fn half() {
    //~v unused_suppressions
    // looksalive: allow(sleeps, blocking_io) -- only the first is used
    unsafe { Sleep(1) }
}

fn expected() {
    //~v unused_suppressions
    // looksalive: expect(unbounded_waits) -- nothing waits here
    unsafe { SwitchToThread() };
}

fn used() {
    // looksalive: allow(sleeps) -- the device needs it
    unsafe { Sleep(2) }
    // looksalive: expect(sleeps) -- the device needs it
    unsafe { Sleep(3) }
}

//~v unused_suppressions
#[cfg_attr(any(), looksalive::allow(blocking_io, reason = "nothing blocks"))]
fn attribute() {}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    quick();
    half();
    expected();
    used();
    attribute();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
