//! Critical sections, slim locks and mutex handles, bare and with guards of one's own.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::UnsafeCell;
use windows::*;

#[repr(C)]
pub struct CRITICAL_SECTION {
    debug: *mut c_void,
    counts: [i32; 2],
    owner: [*mut c_void; 2],
    spin: usize,
}

extern "system" {
    fn EnterCriticalSection(section: *mut CRITICAL_SECTION);
    fn TryEnterCriticalSection(section: *mut CRITICAL_SECTION) -> BOOL;
    fn LeaveCriticalSection(section: *mut CRITICAL_SECTION);
    fn AcquireSRWLockExclusive(lock: *mut SRWLOCK);
    fn ReleaseSRWLockExclusive(lock: *mut SRWLOCK);
    fn AcquireSRWLockShared(lock: *mut SRWLOCK);
    fn CreateMutexW(attributes: *const c_void, owned: BOOL, name: PCWSTR) -> HANDLE;
}

const WAIT_ABANDONED: WAIT_EVENT = 0x80;

struct Section(UnsafeCell<CRITICAL_SECTION>);

struct SectionGuard<'a>(&'a Section);

impl Section {
    fn enter(&self) -> SectionGuard<'_> {
        unsafe { EnterCriticalSection(self.0.get()) };
        SectionGuard(self)
    }

    fn try_enter(&self) -> Option<SectionGuard<'_>> {
        if unsafe { TryEnterCriticalSection(self.0.get()) } != FALSE { Some(SectionGuard(self)) } else { None }
    }
}

impl Drop for SectionGuard<'_> {
    fn drop(&mut self) {
        unsafe { LeaveCriticalSection(self.0.0.get()) };
    }
}

/// A mutex that another process could hold too.
struct MutexHandle(HANDLE);

struct MutexHandleGuard(HANDLE);

impl MutexHandle {
    fn acquire(&self, milliseconds: u32) -> Option<MutexHandleGuard> {
        match unsafe { WaitForSingleObject(self.0, milliseconds) } {
            WAIT_OBJECT_0 | WAIT_ABANDONED => Some(MutexHandleGuard(self.0)),
            _ => None,
        }
    }
}

impl Drop for MutexHandleGuard {
    fn drop(&mut self) {
        unsafe { ReleaseMutex(self.0) };
    }
}

struct Instance {
    section: Section,
    other: Section,
    slim: UnsafeCell<SRWLOCK>,
    mutex: MutexHandle,
    raw_mutex: HANDLE,
    code: UnsafeCell<u32>,
}

unsafe impl Sync for Instance {}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, _handle: isize) -> *mut c_void {
    let section = || Section(UnsafeCell::new(core::mem::zeroed()));
    let instance = Instance {
        section: section(),
        other: section(),
        slim: UnsafeCell::new(SRWLOCK { Ptr: null_mut() }),
        mutex: MutexHandle(CreateMutexW(null(), FALSE, null())),
        raw_mutex: CreateMutexW(null(), FALSE, null()),
        code: UnsafeCell::new(0),
    };
    Box::into_raw(Box::new(instance)) as *mut c_void
}

mod bare_sections {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        EnterCriticalSection(instance.section.0.get());
        let alive = *instance.code.get() == 0;
        LeaveCriticalSection(instance.section.0.get());
        alive as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = of(resource);
        EnterCriticalSection(instance.section.0.get());
        *instance.code.get() = 1;
        LeaveCriticalSection(instance.section.0.get());
    }
}

mod left_too_early {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        EnterCriticalSection(instance.section.0.get());
        LeaveCriticalSection(instance.section.0.get());
        (*instance.code.get() == 0) as BOOL //~ unguarded_shared_state
    }
    pub use super::bare_sections::terminate;
}

mod guards {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        let Some(_guard) = instance.section.try_enter() else { return TRUE };
        (*instance.code.get() == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = of(resource);
        let _guard = instance.section.enter();
        *instance.code.get() = 1;
    }
}

mod another_section {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        let _guard = instance.other.enter();
        (*instance.code.get() == 0) as BOOL //~ inconsistent_guards
    }
    pub use super::guards::terminate;
}

mod guard_dropped {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        let guard = instance.section.enter();
        drop(guard);
        (*instance.code.get() == 0) as BOOL //~ unguarded_shared_state
    }
    pub use super::guards::terminate;
}

mod slim {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        AcquireSRWLockShared(instance.slim.get());
        let alive = *instance.code.get() == 0;
        ReleaseSRWLockShared(instance.slim.get());
        alive as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = of(resource);
        AcquireSRWLockExclusive(instance.slim.get());
        *instance.code.get() = 1;
        ReleaseSRWLockExclusive(instance.slim.get());
    }
}

mod slim_shared_twice {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        AcquireSRWLockShared(instance.slim.get());
        let alive = *instance.code.get() == 0; //~ inconsistent_guards
        ReleaseSRWLockShared(instance.slim.get());
        alive as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = of(resource);
        AcquireSRWLockShared(instance.slim.get());
        *instance.code.get() = 1;
        ReleaseSRWLockShared(instance.slim.get());
    }
}

mod mutex_handles {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        let Some(_guard) = instance.mutex.acquire(0) else { return TRUE };
        (*instance.code.get() == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = of(resource);
        if let Some(_guard) = instance.mutex.acquire(100) {
            *instance.code.get() = 1;
        }
    }
}

mod bare_mutex_handle {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        if WaitForSingleObject(instance.raw_mutex, 0) != WAIT_OBJECT_0 {
            return TRUE;
        }
        let alive = *instance.code.get() == 0;
        ReleaseMutex(instance.raw_mutex);
        alive as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = of(resource);
        let result = WaitForSingleObject(instance.raw_mutex, 100);
        if result == WAIT_OBJECT_0 || result == WAIT_ABANDONED {
            *instance.code.get() = 1;
            ReleaseMutex(instance.raw_mutex);
        }
    }
}

/// The branch on which the time ran out holds nothing.
mod wrong_branch {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        if WaitForSingleObject(instance.raw_mutex, 10) == WAIT_TIMEOUT {
            return (*instance.code.get() == 0) as BOOL; //~ unguarded_shared_state
        }
        ReleaseMutex(instance.raw_mutex);
        TRUE
    }
    pub use super::bare_mutex_handle::terminate;
}

table!(BARE_SECTIONS: bare_sections::looks_alive, bare_sections::terminate, Open: open);
table!(LEFT_TOO_EARLY: left_too_early::looks_alive, left_too_early::terminate);
table!(GUARDS: guards::looks_alive, guards::terminate);
table!(ANOTHER_SECTION: another_section::looks_alive, another_section::terminate);
table!(GUARD_DROPPED: guard_dropped::looks_alive, guard_dropped::terminate);
table!(SLIM: slim::looks_alive, slim::terminate);
table!(SLIM_SHARED_TWICE: slim_shared_twice::looks_alive, slim_shared_twice::terminate);
table!(MUTEX_HANDLES: mutex_handles::looks_alive, mutex_handles::terminate);
table!(BARE_MUTEX_HANDLE: bare_mutex_handle::looks_alive, bare_mutex_handle::terminate);
table!(WRONG_BRANCH: wrong_branch::looks_alive, wrong_branch::terminate);
