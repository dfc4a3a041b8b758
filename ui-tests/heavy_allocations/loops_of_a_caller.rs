//! What a caller's loop multiplies shows in the sum. `over`: 5 × 16 KiB = 80 KiB. `within`: 4 × 16 KiB = 64 KiB.
//@ bounds: OVER=0ms WITHIN=0ms
//@ memory: OVER=80KiB WITHIN=64KiB

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

fn scratch() -> usize {
    let scratch: Vec<u8> = Vec::with_capacity(16 * 1024);
    scratch.capacity()
}

unsafe extern "system" fn over(_resource: *mut c_void) -> BOOL { //~ heavy_allocations
    let mut sum = 0;
    for _ in 0..5 {
        sum += scratch();
    }
    (sum > 0) as BOOL
}

unsafe extern "system" fn within(_resource: *mut c_void) -> BOOL {
    let mut sum = 0;
    for _ in 0..4 {
        sum += scratch();
    }
    (sum > 0) as BOOL
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
