//! Both sums at one name. Time: 200 ms + 101 ms. Memory: 40 KiB + 40 KiB.
//@ bounds: TABLE=301ms
//@ memory: TABLE=80KiB

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL { //~ latency_overruns, heavy_allocations
    let instance = &*(resource as *const Instance);
    let first: Vec<u8> = Vec::with_capacity(40 * 1024);
    let second = vec![0u8; 40 * 1024];
    WaitForSingleObject(instance.handle, 200);
    WaitForSingleObject(instance.handle, 101);
    (first.capacity() == second.len()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
