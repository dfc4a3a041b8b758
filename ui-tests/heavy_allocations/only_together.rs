//! Places that are each within the limit, and only together exceed it: the `LooksAlive` function is the place.
//! `over`: 32 KiB + 32 KiB + 64 bytes = 65 600 bytes. `within`: 32 KiB + 32 KiB = 65 536 bytes.
//@ bounds: OVER=0ms WITHIN=0ms
//@ memory: OVER=65600B WITHIN=64KiB

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

fn first() -> Vec<u8> {
    Vec::with_capacity(32 * 1024)
}

fn second() -> Box<[u8; 32 * 1024]> {
    Box::new([0; 32 * 1024])
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ heavy_allocations
    let name = format!("{:p}", resource);
    (first().capacity() + second().len() > name.len()) as BOOL
}

unsafe extern "system" fn within(_resource: *mut c_void) -> BOOL {
    (first().capacity() + second().len() > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
