//! The lint is allowed by default, and a copy of unknown length is nobody else's finding.
//@ bounds: TABLE=0ms
//@ memory: TABLE=0B

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    sessions: Vec<u32>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let sessions = instance.sessions.clone();
    sessions.iter().any(|session| *session != 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
