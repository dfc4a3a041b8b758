//! Collections of unknown length that are built or cloned.
//@ args: -W unsized_allocations
//@ bounds: TABLE=0ms
//@ memory: TABLE=0B

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::collections::{BTreeMap, HashMap};
use windows::*;

struct Instance {
    sessions: Vec<u32>,
    names: Vec<String>,
    by_name: HashMap<u32, u32>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let copied = instance.sessions.clone(); //~ unsized_allocations
    let again = instance.sessions.to_vec(); //~ unsized_allocations
    let doubled: Vec<u32> = instance.sessions.iter().map(|session| session * 2).collect(); //~ unsized_allocations
    let map = instance.by_name.clone(); //~ unsized_allocations
    let sorted: BTreeMap<u32, u32> = map.into_iter().collect(); //~ unsized_allocations
    let joined = instance.names.join(","); //~ unsized_allocations
    let whole = instance.names.concat(); //~ unsized_allocations
    let mut all = Vec::new();
    all.extend(&instance.sessions); //~ unsized_allocations
    all.extend_from_slice(&copied); //~ unsized_allocations
    (again.len() + doubled.len() + sorted.len() + joined.len() + whole.len() + all.len() > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
