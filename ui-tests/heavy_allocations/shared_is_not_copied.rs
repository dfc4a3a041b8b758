//! Cloning an `Arc`, borrowing and moving take no memory.
//@ bounds: TABLE=0ms
//@ memory: TABLE=0B

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::Arc;
use windows::*;

struct Instance {
    table: Arc<[u64; 100_000]>,
    names: Arc<Vec<String>>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let table = Arc::clone(&instance.table);
    let names = instance.names.clone();
    (table.iter().next() == Some(&0) && names.first().is_some()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
