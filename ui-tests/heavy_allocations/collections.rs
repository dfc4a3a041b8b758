//! Collections of known size, pages, and what a helper is asked for in a loop.
//@ bounds: A=0ms B=0ms C=0ms D=0ms E=0ms
//@ memory: A=3048B B=65KiB C=96KiB D=64KiB E=72KiB
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::collections::{HashMap, VecDeque, BTreeMap};
struct Ctx { names: Vec<String>, table: HashMap<String, u64>, buf: Vec<u8> }
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let mut out = String::with_capacity(1024);
    for i in 0..10 { out.push_str("abcdefgh"); if i > 100 { break; } }
    let v: Vec<u32> = (0..100).map(|x| x * 2).collect();
    let w = vec![0u64; 128];
    let mut q = VecDeque::with_capacity(64);
    q.push_back(1u64);
    (out.len() + v.len() + w.len() + q.len() + ctx.names.len()) as BOOL
}
unsafe extern "system" fn b(_r: *mut c_void) -> BOOL {
    let mut rows: Vec<[u8; 1024]> = Vec::new();
    for _ in 0..65 { rows.push([0; 1024]); } //~ heavy_allocations
    rows.len() as BOOL
}
unsafe extern "system" fn c(_r: *mut c_void) -> BOOL { //~ heavy_allocations
    let mut sum = 0;
    for i in 0..3 { sum += scratch(16 * 1024 * (i + 1)); }
    sum as BOOL
}
fn scratch(n: usize) -> usize { let v: Vec<u8> = Vec::with_capacity(n); v.capacity() }
unsafe extern "system" fn d(_r: *mut c_void) -> BOOL {
    let buf: Box<[u8]> = vec![0u8; 65536].into_boxed_slice();
    let arr = [[0u8; 4096]; 32];
    (buf.len() + arr.len()) as BOOL
}
const PAGES: usize = 17;
const PAGE: usize = 4096;
unsafe extern "system" fn e(_r: *mut c_void) -> BOOL {
    let mut buffer = vec![0u8; PAGES * PAGE]; //~ heavy_allocations
    buffer.resize(PAGE, 0);
    buffer.len() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static A: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(a), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static B: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(b), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static C: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(c), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static D: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(d), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static E: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(e), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
