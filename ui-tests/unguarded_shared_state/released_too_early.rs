//! A guard that is gone when the data is touched: its block ended, it was dropped, never bound, or a temporary.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::UnsafeCell;
use std::sync::{Mutex, MutexGuard};
use windows::*;

struct Instance {
    lock: Mutex<u32>,
    state: UnsafeCell<u32>,
}

unsafe impl Sync for Instance {}

impl Instance {
    unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
        &*(resource as *const Instance)
    }

    fn guard(&self) -> MutexGuard<'_, u32> {
        self.lock.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    unsafe fn set(&self, value: u32) {
        let _guard = self.guard();
        *self.state.get() = value;
    }
}

unsafe extern "system" fn terminate(resource: *mut c_void) {
    Instance::of(resource).set(0);
}

mod block {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = Instance::of(resource);
        {
            let _guard = instance.guard();
        }
        (*instance.state.get() == 1) as BOOL //~ unguarded_shared_state
    }
}

mod dropped {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = Instance::of(resource);
        let guard = instance.guard();
        drop(guard);
        (*instance.state.get() == 1) as BOOL //~ unguarded_shared_state
    }
}

mod never_bound {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = Instance::of(resource);
        #[allow(let_underscore_lock)]
        let _ = instance.guard();
        (*instance.state.get() == 1) as BOOL //~ unguarded_shared_state
    }
}

mod temporary {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = Instance::of(resource);
        let polls = *instance.guard();
        (polls > 0 && *instance.state.get() == 1) as BOOL //~ unguarded_shared_state
    }
}

mod held {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = Instance::of(resource);
        let alive = {
            let _guard = instance.guard();
            *instance.state.get() == 1
        };
        let also = match instance.guard() {
            _guard => *instance.state.get() == 1,
        };
        let guard = instance.guard();
        let moved = guard;
        let third = *instance.state.get() == 1;
        drop(moved);
        (alive && also && third) as BOOL
    }
}

table!(BLOCK: block::looks_alive, terminate);
table!(DROPPED: dropped::looks_alive, terminate);
table!(NEVER_BOUND: never_bound::looks_alive, terminate);
table!(TEMPORARY: temporary::looks_alive, terminate);
table!(HELD: held::looks_alive, terminate);
