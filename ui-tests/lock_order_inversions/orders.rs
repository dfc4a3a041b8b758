//! Two locks in two orders: directly, through helpers, against a thread; with `try_lock`, an outer lock, or one order silent.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use windows::*;

struct Shared {
    a: Mutex<u32>,
    b: Mutex<u32>,
    outer: Mutex<()>,
    read_a: RwLock<u32>,
    read_b: RwLock<u32>,
}

struct Instance {
    shared: Arc<Shared>,
}

impl Shared {
    fn a(&self) -> MutexGuard<'_, u32> {
        self.a.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn b(&self) -> MutexGuard<'_, u32> {
        self.b.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) //~ lock_order_inversions
    }

    fn clear_a(&self) {
        *self.a() = 0;
    }
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Shared {
    &(*(resource as *const Instance)).shared
}

unsafe extern "system" fn b_then_a(resource: *mut c_void) {
    let shared = of(resource);
    let mut b = shared.b();
    shared.clear_a();
    *b = 0;
}

mod by_helpers {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let shared = of(resource);
        let a = shared.a();
        let b = shared.b();
        (*a + *b == 0) as BOOL
    }
}

mod directly {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let shared = of(resource);
        let Ok(a) = shared.a.lock() else { return FALSE };
        let Ok(b) = shared.b.lock() else { return FALSE }; //~ lock_order_inversions
        (*a + *b == 0) as BOOL
    }
}

mod one_at_a_time {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let shared = of(resource);
        let a = *shared.a.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let b = *shared.b.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        (a + b == 0) as BOOL
    }
}

mod tried {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let shared = of(resource);
        let Ok(a) = shared.a.lock() else { return FALSE };
        let Ok(b) = shared.b.try_lock() else { return TRUE };
        (*a + *b == 0) as BOOL
    }
}

mod outer_lock {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let shared = of(resource);
        let _outer = shared.outer.lock();
        let Ok(a) = shared.a.lock() else { return FALSE };
        let Ok(b) = shared.b.lock() else { return FALSE };
        (*a + *b == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let shared = of(resource);
        let _outer = shared.outer.lock();
        let Ok(b) = shared.b.lock() else { return };
        let Ok(mut a) = shared.a.lock() else { return };
        *a = *b;
    }
}

mod readers {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let shared = of(resource);
        let Ok(a) = shared.read_a.read() else { return FALSE };
        let Ok(b) = shared.read_b.read() else { return FALSE };
        (*a + *b == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let shared = of(resource);
        let Ok(b) = shared.read_b.read() else { return };
        let Ok(a) = shared.read_a.read() else { return };
        let _ = *a + *b;
    }
}

mod readers_and_writers {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let shared = of(resource);
        let Ok(a) = shared.read_a.read() else { return FALSE };
        let Ok(b) = shared.read_b.read() else { return FALSE }; //~ lock_order_inversions
        (*a + *b == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let shared = of(resource);
        let Ok(mut b) = shared.read_b.write() else { return };
        let Ok(mut a) = shared.read_a.write() else { return };
        (*a, *b) = (0, 0);
    }
}

/// The thread that `Online` starts is the other side.
mod thread {
    use super::*;
    pub unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
        let shared = Arc::clone(&(*(resource as *const Instance)).shared);
        std::thread::spawn(move || {
            let mut b = shared.b();
            *b += *shared.a();
        });
        ERROR_IO_PENDING
    }
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let shared = of(resource);
        let Ok(a) = shared.a.lock() else { return FALSE };
        let Ok(b) = shared.b.lock() else { return FALSE }; //~ lock_order_inversions
        (*a + *b == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(_resource: *mut c_void) {}
}

/// Three that wait for each other in a ring: no two take the same locks in opposite orders.
mod ring {
    use super::*;
    pub struct Instance {
        a: Mutex<u32>,
        b: Mutex<u32>,
        c: Mutex<u32>,
    }
    pub fn c_then_a(instance: &Instance) {
        let Ok(mut c) = instance.c.lock() else { return };
        let Ok(a) = instance.a.lock() else { return };
        *c = *a;
    }
    pub unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
        let address = resource as usize;
        std::thread::spawn(move || c_then_a(&*(address as *const Instance)));
        ERROR_IO_PENDING
    }
    pub unsafe extern "system" fn online_trying(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
        let address = resource as usize;
        std::thread::spawn(move || {
            let instance = &*(address as *const Instance);
            let Ok(mut c) = instance.c.lock() else { return };
            let Ok(a) = instance.a.try_lock() else { return };
            *c = *a;
        });
        ERROR_IO_PENDING
    }
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        let Ok(a) = instance.a.lock() else { return FALSE };
        let Ok(b) = instance.b.lock() else { return FALSE }; //~ lock_order_inversions
        (*a + *b == 0) as BOOL
    }
    pub unsafe extern "system" fn looks_alive_beside_one_who_tries(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        let Ok(a) = instance.a.lock() else { return FALSE };
        let Ok(b) = instance.b.lock() else { return FALSE };
        (*a + *b == 0) as BOOL
    }
    pub unsafe extern "system" fn looks_alive_kept_apart(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        let Ok(a) = instance.a.lock() else { return FALSE };
        let Ok(b) = instance.b.lock() else { return FALSE };
        (*a + *b == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = &*(resource as *const Instance);
        let Ok(mut b) = instance.b.lock() else { return };
        let Ok(c) = instance.c.lock() else { return };
        *b = *c;
    }
    /// The same, but nobody else is then where it is.
    pub unsafe extern "system" fn terminate_alone(resource: *mut c_void) {
        let instance = &*(resource as *const Instance);
        let Ok(_a) = instance.a.lock() else { return };
        let Ok(mut b) = instance.b.lock() else { return };
        let Ok(c) = instance.c.lock() else { return };
        *b = *c;
    }
}

table!(BY_HELPERS: by_helpers::looks_alive, b_then_a);
table!(DIRECTLY: directly::looks_alive, b_then_a);
table!(ONE_AT_A_TIME: one_at_a_time::looks_alive, b_then_a);
table!(TRIED: tried::looks_alive, b_then_a);
table!(OUTER_LOCK: outer_lock::looks_alive, outer_lock::terminate);
table!(READERS: readers::looks_alive, readers::terminate);
table!(READERS_AND_WRITERS: readers_and_writers::looks_alive, readers_and_writers::terminate);
table!(THREAD: thread::looks_alive, thread::terminate, Online: thread::online);
table!(RING: ring::looks_alive, ring::terminate, Online: ring::online);
table!(RING_THAT_TRIES: ring::looks_alive_beside_one_who_tries, ring::terminate, Online: ring::online_trying);
table!(RING_KEPT_APART: ring::looks_alive_kept_apart, ring::terminate_alone, Online: ring::online);
