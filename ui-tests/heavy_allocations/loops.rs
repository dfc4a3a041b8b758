//! Times the loops of known length around it: 5 × 16 KiB is over the limit, 4 × 16 KiB is not.
//! A small allocation of unknown size counts 64 bytes: 1025 of them are over, 1024 are not.
//@ bounds: TABLE=0ms
//@ memory: TABLE=409672B

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

const CHUNK: usize = 16 * 1024;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let mut sum = 0;
    for _ in 0..5 {
        let chunk: Vec<u8> = Vec::with_capacity(CHUNK); //~ heavy_allocations
        sum += chunk.capacity();
    }
    for _ in 0..4 {
        let chunk: Vec<u8> = Vec::with_capacity(CHUNK);
        sum += chunk.capacity();
    }
    for n in 0..1025 {
        sum += format!("session {n}").len(); //~ heavy_allocations
    }
    for n in 0..1024 {
        sum += format!("session {n}").len();
    }
    let mut names = Vec::new();
    for n in 0..8193u64 {
        names.push(n); //~ heavy_allocations
    }
    for n in 0..8192u64 {
        names.push(n);
    }
    (sum > names.len()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
