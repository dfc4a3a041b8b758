//! Instances in statics: maps by id, arrays of slots, one global instance behind a pointer.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, RwLock};
use windows::*;

/// Data inside the map: only the map's lock leads there.
mod inside_the_map {
    use super::*;

    struct Instance {
        process: usize,
        failures: u32,
    }

    static ALL: OnceLock<Mutex<HashMap<usize, Instance>>> = OnceLock::new();

    fn all() -> MutexGuard<'static, HashMap<usize, Instance>> {
        ALL.get_or_init(Default::default).lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    pub unsafe extern "system" fn looks_alive(id: *mut c_void) -> BOOL {
        let mut all = all();
        let Some(instance) = all.get_mut(&(id as usize)) else { return FALSE };
        if WaitForSingleObject(instance.process as HANDLE, 0) != WAIT_TIMEOUT {
            instance.failures += 1;
        }
        (instance.failures == 0) as BOOL
    }

    pub unsafe extern "system" fn terminate(id: *mut c_void) {
        if let Some(instance) = all().remove(&(id as usize)) {
            CloseHandle(instance.process as HANDLE);
        }
    }
}

/// The process's handle leaves the lock as a number.
mod copied_out_of_the_map {
    use super::*;

    static ALL: LazyLock<RwLock<BTreeMap<usize, usize>>> = LazyLock::new(Default::default);

    fn process(id: *mut c_void) -> Option<usize> {
        ALL.read().ok()?.get(&(id as usize)).copied()
    }

    pub unsafe extern "system" fn looks_alive(id: *mut c_void) -> BOOL {
        match process(id) {
            Some(process) => (WaitForSingleObject(process as HANDLE, 0) == WAIT_TIMEOUT) as BOOL, //~ use_after_terminate
            None => FALSE,
        }
    }

    pub unsafe extern "system" fn terminate(id: *mut c_void) {
        let removed = ALL.write().ok().and_then(|mut all| all.remove(&(id as usize)));
        if let Some(process) = removed {
            CloseHandle(process as HANDLE);
        }
    }
}

/// What the map counts stays alive as long as somebody uses it.
mod counted {
    use super::*;

    struct Process(HANDLE);
    unsafe impl Send for Process {}
    unsafe impl Sync for Process {}
    impl Drop for Process {
        fn drop(&mut self) {
            unsafe { CloseHandle(self.0) };
        }
    }

    struct Instance {
        process: Process,
        polls: AtomicU32,
    }

    static ALL: Mutex<BTreeMap<usize, Arc<Instance>>> = Mutex::new(BTreeMap::new());

    fn find(id: *mut c_void) -> Option<Arc<Instance>> {
        let all = ALL.lock().ok()?;
        all.get(&(id as usize)).map(Arc::clone)
    }

    pub unsafe extern "system" fn looks_alive(id: *mut c_void) -> BOOL {
        let Some(instance) = find(id) else { return FALSE };
        instance.polls.fetch_add(1, Ordering::Relaxed);
        (WaitForSingleObject(instance.process.0, 0) == WAIT_TIMEOUT) as BOOL
    }

    pub unsafe extern "system" fn terminate(id: *mut c_void) {
        let Some(instance) = find(id) else { return };
        instance.polls.store(0, Ordering::Relaxed);
        TerminateProcess(instance.process.0, 1);
        if let Ok(mut all) = ALL.lock() {
            all.remove(&(id as usize));
        }
    }
}

/// A table of slots that nothing guards.
mod slots {
    use super::*;

    #[derive(Clone, Copy)]
    struct Slot {
        used: bool,
        code: u32,
    }

    static mut SLOTS: [Slot; 16] = [Slot { used: false, code: 0 }; 16];
    static NEXT: AtomicUsize = AtomicUsize::new(1);

    pub unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, _handle: isize) -> *mut c_void {
        let index = NEXT.fetch_add(1, Ordering::Relaxed) % 16;
        SLOTS[index].used = true;
        index as *mut c_void
    }

    pub unsafe extern "system" fn looks_alive(id: *mut c_void) -> BOOL {
        let slot = *core::ptr::addr_of!(SLOTS).cast::<Slot>().add(id as usize % 16); //~ unguarded_shared_state
        (slot.used && slot.code == 0) as BOOL
    }

    pub unsafe extern "system" fn terminate(id: *mut c_void) {
        let slot = &mut *core::ptr::addr_of_mut!(SLOTS[id as usize % 16]);
        slot.used = false;
    }
}

/// One instance for the process, replaced and freed while it may be looked at.
mod swapped {
    use super::*;

    struct Instance {
        code: u32,
    }

    static CURRENT: AtomicPtr<Instance> = AtomicPtr::new(null_mut());

    pub unsafe extern "system" fn looks_alive(_id: *mut c_void) -> BOOL {
        let current = CURRENT.load(Ordering::Acquire);
        (!current.is_null() && (*current).code == 0) as BOOL //~ use_after_terminate
    }

    pub unsafe extern "system" fn terminate(_id: *mut c_void) {
        let old = CURRENT.swap(null_mut(), Ordering::AcqRel);
        if !old.is_null() {
            drop(Box::from_raw(old));
        }
    }
}

table!(INSIDE: inside_the_map::looks_alive, inside_the_map::terminate);
table!(COPIED: copied_out_of_the_map::looks_alive, copied_out_of_the_map::terminate);
table!(COUNTED: counted::looks_alive, counted::terminate);
table!(SLOTS: slots::looks_alive, slots::terminate, Open: slots::open);
table!(SWAPPED: swapped::looks_alive, swapped::terminate);
