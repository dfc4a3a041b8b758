//! The twins of `collections.rs`: the length is known, or nothing is copied, or what is built is small.
//@ args: -W unsized_allocations
//@ bounds: TABLE=0ms
//@ memory: TABLE=160B

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::Arc;
use windows::*;

struct Instance {
    four: [u32; 4],
    sessions: Vec<u32>,
    shared: Arc<Vec<u32>>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let copied = instance.four.clone();
    let again = instance.four.to_vec();
    let doubled: Vec<u32> = instance.four.iter().map(|session| session * 2).collect();
    let few: Vec<u32> = instance.sessions.iter().copied().take(16).collect();
    let shared = instance.shared.clone();
    let text = format!("{} sessions", instance.sessions.len());
    let looked_at = instance.sessions.iter().filter(|session| **session > 0).count();
    (copied.len() + again.len() + doubled.len() + few.len() + shared.len() + text.len() + looked_at > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
