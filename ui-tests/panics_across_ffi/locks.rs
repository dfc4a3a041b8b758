//! Results of locks are left alone: a poisoned lock means that a panic has already happened.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::{Condvar, Mutex, RwLock};
use std::time::Duration;
use windows::*;

struct Instance {
    polls: Mutex<u32>,
    table: RwLock<Vec<u32>>,
    changed: Condvar,
    answer: Mutex<Option<u32>>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut sum = *instance.polls.lock().unwrap();
    sum += *instance.polls.lock().expect("never poisoned");
    sum += *instance.polls.try_lock().unwrap();
    sum += instance.table.read().unwrap().len() as u32;
    instance.table.write().unwrap().push(1);
    let polls = instance.polls.lock().unwrap();
    let (polls, _) = instance.changed.wait_timeout(polls, Duration::from_millis(10)).unwrap();
    sum += *polls;
    drop(polls);
    sum += instance.answer.lock().unwrap().unwrap(); //~ panics_across_ffi
    (sum > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
