//! Cells in types that claim to be `Sync`, atomics, and both for one location; what synchronises itself and what each thread
//! has for itself is silent.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::OnceLock;
use windows::*;

struct Instance {
    polls: Cell<u32>,
    reasons: RefCell<Vec<u32>>,
    online: AtomicBool,
    code: AtomicU32,
    started: OnceLock<u64>,
}

unsafe impl Sync for Instance {}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*resource.cast::<Instance>()
}

mod cell {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        instance.polls.set(instance.polls.get() + 1); //~ unguarded_shared_state
        TRUE
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        of(resource).polls.replace(0);
    }
}

mod ref_cell {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        let reasons = instance.reasons.try_borrow(); //~ unguarded_shared_state
        reasons.is_ok_and(|reasons| reasons.is_empty()) as BOOL
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        if let Ok(mut reasons) = of(resource).reasons.try_borrow_mut() {
            reasons.push(1);
        }
    }
}

mod mixed {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        (of(resource).code.load(Ordering::Acquire) == 0) as BOOL //~ unguarded_shared_state
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let code = of(resource).code.as_ptr();
        *code = 5;
    }
}

mod atomics {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        instance.code.fetch_add(1, Ordering::Relaxed);
        instance.online.load(Ordering::Acquire) as BOOL
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = of(resource);
        instance.online.store(false, Ordering::Release);
        instance.code.store(0, Ordering::Relaxed);
    }
}

thread_local! {
    static LAST: Cell<u32> = const { Cell::new(0) };
}

mod own_and_once {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        LAST.with(|last| last.set(last.get() + 1));
        LAST.set(7);
        of(resource).started.get().is_some_and(|tick| *tick > 0) as BOOL
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        LAST.with(|last| last.set(0));
        let _ = of(resource).started.set(1);
    }
}

table!(CELL: cell::looks_alive, cell::terminate);
table!(REF_CELL: ref_cell::looks_alive, ref_cell::terminate);
table!(MIXED: mixed::looks_alive, mixed::terminate);
table!(ATOMICS: atomics::looks_alive, atomics::terminate);
table!(OWN_AND_ONCE: own_and_once::looks_alive, own_and_once::terminate);
