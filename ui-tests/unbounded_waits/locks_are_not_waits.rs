//! Taking a lock is bounded by whoever holds it; that is another lint's question.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::{Mutex, RwLock};
use windows::*;

struct Instance {
    healthy: Mutex<bool>,
    limits: RwLock<u32>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let healthy = *instance.healthy.lock().unwrap();
    let limit = *instance.limits.read().unwrap();
    let tried = instance.healthy.try_lock().is_ok();
    (healthy && limit > 0 && tried) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
