//! The attribute form, which compiles everywhere.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

#[cfg_attr(any(), looksalive::allow(sleeps, reason = "the device needs it"))]
fn item() {
    unsafe { Sleep(1) }
}

fn statement() {
    #[cfg_attr(any(), looksalive::allow(sleeps, reason = "the device needs it"))]
    unsafe {
        Sleep(2)
    }
    unsafe { Sleep(3) } //~ sleeps
}

#[cfg_attr(any(), looksalive::expect(sleeps, reason = "the device needs it"))]
fn expected() {
    unsafe { Sleep(4) }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    item();
    statement();
    expected();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
