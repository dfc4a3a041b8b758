//! Of the branches the larger counts. `within`: max(64 KiB, 60 KiB). `over`: max(48 KiB, 1 KiB) + 17 KiB = 65 KiB.
//@ bounds: WITHIN=0ms OVER=0ms
//@ memory: WITHIN=64KiB OVER=65KiB

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

const KIB: usize = 1024;

unsafe fn buffer(size: usize) -> bool {
    Vec::<u8>::with_capacity(size).capacity() > 0
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    if resource.is_null() {
        return buffer(64 * KIB) as BOOL;
    }
    buffer(60 * KIB) as BOOL
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ heavy_allocations
    let first = if resource.is_null() { buffer(48 * KIB) } else { buffer(KIB) };
    (first && buffer(17 * KIB)) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
