//! Both sides hold a lock: another one each, one in common among others, read locks around a write, a lock of the instance
//! around a static.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::{Cell, UnsafeCell};
use std::sync::{Mutex, RwLock};
use windows::*;

struct Inner {
    polls: Cell<u32>,
    code: u32,
}

struct Instance {
    checks: Mutex<()>,
    stops: Mutex<()>,
    code: UnsafeCell<u32>,
    table: RwLock<()>,
    inner: RwLock<Inner>,
}

unsafe impl Sync for Instance {}

static LOCK: Mutex<()> = Mutex::new(());
static mut LAST: u32 = 0;
static mut GLOBAL: u32 = 0;

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

mod different {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        let _guard = instance.checks.lock();
        (*instance.code.get() == 0) as BOOL //~ inconsistent_guards
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = of(resource);
        let _guard = instance.stops.lock();
        *instance.code.get() = 1;
    }
}

mod one_in_common {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        let _checks = instance.checks.lock();
        let _stops = instance.stops.lock();
        (*instance.code.get() == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = of(resource);
        let _guard = instance.stops.lock();
        *instance.code.get() = 1;
    }
}

mod read_against_read {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        let _guard = instance.table.read();
        (*instance.code.get() == 0) as BOOL //~ inconsistent_guards
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = of(resource);
        let _guard = instance.table.read();
        *instance.code.get() = 1;
    }
}

mod read_against_write {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        let _guard = instance.table.read();
        (*instance.code.get() == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = of(resource);
        let _guard = instance.table.write();
        *instance.code.get() = 1;
    }
}

/// What is in the lock is written through a `Cell`, which a read guard lets through.
mod cell_under_read {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let Ok(inner) = of(resource).inner.read() else { return FALSE };
        inner.polls.set(inner.polls.get() + 1); //~ inconsistent_guards
        (inner.code == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        if let Ok(inner) = of(resource).inner.read() {
            inner.polls.set(0);
        }
    }
}

mod cell_under_write {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let Ok(inner) = of(resource).inner.read() else { return FALSE };
        (inner.polls.get() + inner.code == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        if let Ok(mut inner) = of(resource).inner.write() {
            inner.polls.set(0);
            inner.code = 1;
        }
    }
}

/// Each instance has its own `checks`, and all share the static.
mod own_lock_for_a_static {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let _guard = of(resource).checks.lock();
        (LAST == 0) as BOOL //~ inconsistent_guards
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let _guard = of(resource).checks.lock();
        LAST = 1;
    }
}

mod static_lock_for_both {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let _guard = LOCK.lock();
        (GLOBAL == 0 && *of(resource).code.get() == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let _guard = LOCK.lock();
        GLOBAL = 1;
        *of(resource).code.get() = 1;
    }
}

table!(DIFFERENT: different::looks_alive, different::terminate);
table!(ONE_IN_COMMON: one_in_common::looks_alive, one_in_common::terminate);
table!(READ_AGAINST_READ: read_against_read::looks_alive, read_against_read::terminate);
table!(READ_AGAINST_WRITE: read_against_write::looks_alive, read_against_write::terminate);
table!(CELL_UNDER_READ: cell_under_read::looks_alive, cell_under_read::terminate);
table!(CELL_UNDER_WRITE: cell_under_write::looks_alive, cell_under_write::terminate);
table!(OWN_LOCK: own_lock_for_a_static::looks_alive, own_lock_for_a_static::terminate);
table!(STATIC_LOCK: static_lock_for_both::looks_alive, static_lock_for_both::terminate);
