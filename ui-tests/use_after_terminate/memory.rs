//! Memory that `Terminate` frees: the instance, what it points to, one count of it.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::mem::{forget, ManuallyDrop};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use windows::*;

struct Instance {
    healthy: AtomicBool,
    buffer: *mut u32,
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

mod freed_instance {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        of(resource).healthy.load(Ordering::Acquire) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        drop(Box::from_raw(resource as *mut Instance)); //~ exclusive_context_borrows
    }
}

mod freed_in_close {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        of(resource).healthy.load(Ordering::Acquire) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        of(resource).healthy.store(false, Ordering::Release);
    }
    pub unsafe extern "system" fn close(resource: *mut c_void) {
        drop(Box::from_raw(resource as *mut Instance));
    }
}

mod dropped_count {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = ManuallyDrop::new(Arc::from_raw(resource as *const Instance));
        instance.healthy.load(Ordering::Acquire) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = Arc::from_raw(resource as *const Instance);
        instance.healthy.store(false, Ordering::Release);
    }
}

mod kept_count {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        Arc::increment_strong_count(resource as *const Instance);
        let instance = Arc::from_raw(resource as *const Instance);
        instance.healthy.load(Ordering::Acquire) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let borrowed = Arc::from_raw(resource as *const Instance);
        let own = Arc::clone(&borrowed);
        forget(borrowed);
        own.healthy.store(false, Ordering::Release);
        let again = Arc::from_raw(resource as *const Instance);
        let _ = Arc::into_raw(again);
    }
}

/// Adding a count looks at nothing of the instance that anybody would be asked for: the first use is what it is for.
mod counted_first {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let raw = resource as *const Instance;
        Arc::increment_strong_count(raw);
        let instance = Arc::from_raw(raw);
        instance.healthy.load(Ordering::Acquire) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        drop(Arc::from_raw(resource as *const Instance));
    }
}

mod freed_buffer {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let first = *of(resource).buffer; //~ use_after_terminate
        (first == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        HeapFree(GetProcessHeap(), 0, of(resource).buffer as *const c_void);
    }
}

table!(FREED_INSTANCE: freed_instance::looks_alive, freed_instance::terminate);
table!(FREED_IN_CLOSE: freed_in_close::looks_alive, freed_in_close::terminate, Close: freed_in_close::close);
table!(DROPPED_COUNT: dropped_count::looks_alive, dropped_count::terminate);
table!(KEPT_COUNT: kept_count::looks_alive, kept_count::terminate);
table!(FREED_BUFFER: freed_buffer::looks_alive, freed_buffer::terminate);
table!(COUNTED_FIRST: counted_first::looks_alive, counted_first::terminate);
