//! Directives for their own line, for the next statement, item or expression, at a call on the path and at the entry point.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

fn own_line() {
    unsafe { Sleep(1) } // looksalive: allow(sleeps) -- the device needs it
}

fn next_statement() {
    // looksalive: allow(sleeps) -- the device needs it
    unsafe { Sleep(2) }
    unsafe { Sleep(3) } //~ sleeps
}

fn next_statement_of_several_lines(slow: bool) {
    // looksalive: allow(sleeps) -- the device needs it
    if slow {
        unsafe {
            Sleep(4);
        }
    } else {
        unsafe { Sleep(5) }
    }
    unsafe { Sleep(6) } //~ sleeps
}

// looksalive: allow(sleeps) -- the device needs it
fn item() {
    unsafe { Sleep(7) }
}

/// Documented.
// looksalive: allow(sleeps) -- the device needs it
#[inline]
fn item_with_attributes() {
    unsafe { Sleep(8) }
}

fn by_call() {
    unsafe { Sleep(9) }
}

fn expression(slow: bool) -> u32 {
    let value = if slow {
        // looksalive: allow(sleeps) -- the device needs it
        unsafe { SleepEx(10, FALSE) }
    } else {
        unsafe { SleepEx(11, FALSE) } //~ sleeps
    };
    value
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    own_line();
    next_statement();
    next_statement_of_several_lines(resource.is_null());
    item();
    item_with_attributes();
    // looksalive: allow(sleeps) -- accepted by the team
    by_call();
    expression(resource.is_null());
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
