//! One place that takes more than 64 KiB (65 536 bytes), and its twin that takes just that. Elements count their type's size.
//@ bounds: TABLE=0ms
//@ memory: TABLE=2110152B

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::collections::HashMap;
use std::sync::Arc;
use windows::*;

struct Record {
    id: u64,
    kind: u32,
}

const BYTES: usize = 64 * 1024;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let _ = vec![0u8; BYTES + 1]; //~ heavy_allocations
    let _ = vec![0u8; BYTES];
    let _ = vec![0u64; 8193]; //~ heavy_allocations
    let _ = vec![0u64; 8192];
    let _: Vec<u8> = Vec::with_capacity(65_537); //~ heavy_allocations
    let _: Vec<u8> = Vec::with_capacity(65_536);
    let _ = Vec::<u32>::with_capacity(16 * 1024 + 1); //~ heavy_allocations
    let _ = Vec::<u32>::with_capacity(16 * 1024);
    // 16 bytes each
    let _ = Vec::<Record>::with_capacity(4097); //~ heavy_allocations
    let _ = Vec::<Record>::with_capacity(4096);
    let _ = Vec::<Option<Box<u8>>>::with_capacity(8193); //~ heavy_allocations
    let _ = Vec::<Option<Box<u8>>>::with_capacity(8192);
    let _: HashMap<u64, u64> = HashMap::with_capacity(4097); //~ heavy_allocations
    let _: HashMap<u64, u64> = HashMap::with_capacity(4096);
    let _ = String::with_capacity(65_537); //~ heavy_allocations
    let _ = String::with_capacity(65_536);
    let mut grown: Vec<u8> = Vec::new();
    grown.reserve(65_537); //~ heavy_allocations
    grown.reserve(65_536);
    grown.resize(65_537, 0); //~ heavy_allocations
    grown.resize(65_536, 0);
    let _ = "x".repeat(65_537); //~ heavy_allocations
    let _ = "x".repeat(65_536);
    let _ = [0u16; 2].repeat(16 * 1024 + 1); //~ heavy_allocations
    let _ = [0u16; 2].repeat(16 * 1024);
    let _ = Box::new([0u8; 65_537]); //~ heavy_allocations
    let _ = Box::new([0u8; 65_536]);
    let _ = Arc::new([0u64; 9000]); //~ heavy_allocations
    let _ = [0u8; 65_537].to_vec(); //~ heavy_allocations
    let _ = [0u8; 65_536].to_vec();
    let _ = (0..8193u64).collect::<Vec<u64>>(); //~ heavy_allocations
    let _ = (0..8192u64).collect::<Vec<u64>>();
    let _: Vec<u64> = (0..9000u64).map(|n| n * 2).collect(); //~ heavy_allocations
    // On the stack
    let stack = [0u8; 128 * 1024];
    let _ = Vec::<u8>::new();
    (stack[0] == 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
