//! Statics: all instances share them, so that every `Terminate` of the package is the other side, and no lock of one
//! instance guards them.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use windows::*;

static mut POLLS: u32 = 0;
static mut ONLY_READ: u32 = 3;
static mut GUARDED: u32 = 0;
static LOCK: Mutex<()> = Mutex::new(());
static COUNT: AtomicU32 = AtomicU32::new(0);

struct Instance {
    lock: Mutex<()>,
    healthy: std::cell::UnsafeCell<bool>,
}

unsafe impl Sync for Instance {}
unsafe impl Send for Instance {}

/// Instances by id: what the id leads to is the instance's own.
static INSTANCES: Mutex<Option<HashMap<usize, Arc<Instance>>>> = Mutex::new(None);

fn instance(resource: *mut c_void) -> Option<Arc<Instance>> {
    INSTANCES.lock().ok()?.as_ref()?.get(&(resource as usize)).cloned()
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    POLLS += 1; //~ unguarded_shared_state
    COUNT.fetch_add(ONLY_READ, Ordering::Relaxed);
    let _guard = LOCK.lock();
    GUARDED += 1;
    let Some(instance) = instance(resource) else { return FALSE };
    let _own = instance.lock.lock();
    *instance.healthy.get() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {
    let _ = ONLY_READ;
}

unsafe extern "system" fn other_looks_alive(resource: *mut c_void) -> BOOL {
    let Some(instance) = instance(resource) else { return FALSE };
    *instance.healthy.get() as BOOL //~ unguarded_shared_state
}

unsafe extern "system" fn other_terminate(resource: *mut c_void) {
    POLLS = 0;
    COUNT.store(0, Ordering::Relaxed);
    if let Ok(_guard) = LOCK.lock() {
        GUARDED = 0;
    }
    if let Some(instance) = instance(resource) {
        let _own = instance.lock.lock();
        *instance.healthy.get() = false;
    }
    let taken = INSTANCES.lock().ok().and_then(|mut all| all.as_mut()?.remove(&(resource as usize)));
    drop(taken);
}

table!(ONE: looks_alive, terminate);
table!(OTHER: other_looks_alive, other_terminate);
