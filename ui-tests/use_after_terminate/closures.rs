//! A closure that only looks at a value leaves it where it is, and it ends there; one that takes it with it ends it.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use windows::*;

struct Instance {
    healthy: AtomicBool,
}

mod looked_at {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = ManuallyDrop::new(Arc::from_raw(resource as *const Instance));
        instance.healthy.load(Ordering::Acquire) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = Arc::from_raw(resource as *const Instance);
        (|| instance.healthy.store(false, Ordering::Release))();
    }
}

mod taken {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = ManuallyDrop::new(Arc::from_raw(resource as *const Instance));
        instance.healthy.load(Ordering::Acquire) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = Arc::from_raw(resource as *const Instance);
        (move || instance.healthy.store(false, Ordering::Release))();
    }
}

/// It goes on where the closure hands it.
mod handed_on {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = ManuallyDrop::new(Arc::from_raw(resource as *const Instance));
        instance.healthy.load(Ordering::Acquire) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = Arc::from_raw(resource as *const Instance);
        (move || {
            instance.healthy.store(false, Ordering::Release);
            std::mem::forget(instance);
        })();
    }
}

table!(LOOKED_AT: looked_at::looks_alive, looked_at::terminate);
table!(TAKEN: taken::looks_alive, taken::terminate);
table!(HANDED_ON: handed_on::looks_alive, handed_on::terminate);
