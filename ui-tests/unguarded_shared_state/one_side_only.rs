//! A field behind an `unsafe` cell: a lock on both sides guards it, on one side it does not, on none neither.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::UnsafeCell;
use std::sync::Mutex;
use windows::*;

struct Instance {
    lock: Mutex<()>,
    state: UnsafeCell<u32>,
    name: String,
}

unsafe impl Sync for Instance {}

mod neither {
    use super::*;

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        (*instance.state.get() == 1) as BOOL //~ unguarded_shared_state
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = &*(resource as *const Instance);
        *instance.state.get() = 0;
    }
}

mod only_terminate {
    use super::*;

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        (*instance.state.get() == 1) as BOOL //~ unguarded_shared_state
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = &*(resource as *const Instance);
        let _guard = instance.lock.lock();
        *instance.state.get() = 0;
    }
}

mod only_looks_alive {
    use super::*;

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        let _guard = instance.lock.lock();
        (*instance.state.get() == 1) as BOOL //~ unguarded_shared_state
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = &*(resource as *const Instance);
        *instance.state.get() = 0;
    }
}

mod both {
    use super::*;

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        let _guard = instance.lock.lock();
        (*instance.state.get() == 1) as BOOL
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = &*(resource as *const Instance);
        let _guard = instance.lock.lock();
        *instance.state.get() = 0;
    }
}

/// Whatever both sides do to it, nobody writes it.
mod both_read {
    use super::*;

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        (*instance.state.get() == 1 && instance.name.len() > 1) as BOOL
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = &*(resource as *const Instance);
        if *instance.state.get() == 1 && !instance.name.is_empty() {
            SetEvent(null_mut());
        }
    }
}

/// Written before `LooksAlive` can run, or where it is held back.
mod written_elsewhere {
    use super::*;

    pub unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, _handle: isize) -> *mut c_void {
        let instance = Instance { lock: Mutex::new(()), state: UnsafeCell::new(0), name: String::new() };
        *instance.state.get() = 2;
        Box::into_raw(Box::new(instance)) as *mut c_void
    }

    pub unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
        let instance = &*(resource as *const Instance);
        *instance.state.get() = 1;
        0
    }

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        (*instance.state.get() == 1) as BOOL
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = &*(resource as *const Instance);
        let _ = *instance.state.get();
    }
}

table!(NEITHER: neither::looks_alive, neither::terminate);
table!(ONLY_TERMINATE: only_terminate::looks_alive, only_terminate::terminate);
table!(ONLY_LOOKS_ALIVE: only_looks_alive::looks_alive, only_looks_alive::terminate);
table!(BOTH: both::looks_alive, both::terminate);
table!(BOTH_READ: both_read::looks_alive, both_read::terminate);
table!(WRITTEN_ELSEWHERE: written_elsewhere::looks_alive, written_elsewhere::terminate,
    Open: written_elsewhere::open, Online: written_elsewhere::online);
