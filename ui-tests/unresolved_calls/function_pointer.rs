//! A function pointer of whose signature no function's address is taken, and one of which one is.
//@ args: -W unresolved_calls

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    vendor: extern "C" fn(u64, u8) -> i32,
    own: fn(u16) -> bool,
}

fn check(_device: u16) -> bool {
    true
}

pub fn open(vendor: extern "C" fn(u64, u8) -> i32) -> *mut c_void {
    Box::into_raw(Box::new(Instance { vendor, own: check })) as *mut c_void
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let vendor = (instance.vendor)(1, 2); //~ unresolved_calls
    (vendor == 0 && (instance.own)(3)) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
