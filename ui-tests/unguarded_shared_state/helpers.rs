//! What helpers touch for their callers: other names for the same places, guards that they return or contain, closures that
//! they run under a lock.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::UnsafeCell;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard};
use windows::*;

struct Shared {
    lock: Mutex<()>,
    count: UnsafeCell<u64>,
    seen: UnsafeCell<u64>,
}

unsafe impl Sync for Shared {}
unsafe impl Send for Shared {}

struct Instance {
    shared: Arc<Shared>,
}

/// A guard with the data that it is for.
struct Locked<'a> {
    shared: &'a Shared,
    _guard: MutexGuard<'a, ()>,
}

impl Shared {
    fn locked(&self) -> Locked<'_> {
        Locked { shared: self, _guard: self.lock.lock().unwrap() }
    }

    fn with<R>(&self, f: impl FnOnce(&Shared) -> R) -> R {
        let _guard = self.lock.lock().unwrap();
        f(self)
    }
}

impl Deref for Locked<'_> {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        self.shared
    }
}

unsafe fn context<'a>(id: *mut c_void) -> &'a Instance {
    &*(id as *const Instance)
}

unsafe fn look(what: &Shared) -> u64 {
    *what.count.get() //~ unguarded_shared_state
}

unsafe fn look_there(it: &UnsafeCell<u64>) -> u64 {
    *it.get()
}

unsafe fn clear(victim: &UnsafeCell<u64>) {
    *victim.get() = 0;
}

mod without {
    use super::*;

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = context(resource);
        (look(&instance.shared) > 0) as BOOL
    }

    pub unsafe extern "system" fn terminate(me: *mut c_void) {
        let shared = &context(me).shared;
        clear(&shared.count);
    }
}

/// One helper, two places: what differs is what they are given.
mod two_places {
    use super::*;

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = context(resource);
        (look_there(&instance.shared.seen) > 0) as BOOL
    }

    pub unsafe extern "system" fn terminate(me: *mut c_void) {
        clear(&context(me).shared.count);
    }
}

mod wrapped {
    use super::*;

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let locked = context(resource).shared.locked();
        (look_there(&locked.count) > 0 && look_there(&locked.shared.seen) > 0) as BOOL
    }

    pub unsafe extern "system" fn terminate(me: *mut c_void) {
        let locked = context(me).shared.locked();
        clear(&locked.count);
        clear(&locked.seen);
    }
}

mod closures {
    use super::*;

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let shared = Arc::clone(&context(resource).shared);
        shared.with(|inner| unsafe { *inner.count.get() } > 0) as BOOL
    }

    pub unsafe extern "system" fn terminate(me: *mut c_void) {
        let shared = &context(me).shared;
        shared.with(|_| unsafe { clear(&shared.count) });
    }
}

mod closure_outside {
    use super::*;

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let shared = Arc::clone(&context(resource).shared);
        let count = || unsafe { *shared.count.get() }; //~ unguarded_shared_state
        shared.with(|_| ());
        (count() > 0) as BOOL
    }

    pub unsafe extern "system" fn terminate(me: *mut c_void) {
        let shared = &context(me).shared;
        shared.with(|it| unsafe { clear(&it.count) });
    }
}

table!(WITHOUT: without::looks_alive, without::terminate);
table!(TWO_PLACES: two_places::looks_alive, two_places::terminate);
table!(WRAPPED: wrapped::looks_alive, wrapped::terminate);
table!(CLOSURES: closures::looks_alive, closures::terminate);
table!(CLOSURE_OUTSIDE: closure_outside::looks_alive, closure_outside::terminate);
