//! Handles that `Terminate` closes: in the open, taken out under the lock, duplicated, swapped out of an atomic.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use windows::*;

extern "system" {
    fn DuplicateHandle(from: HANDLE, handle: HANDLE, to: HANDLE, out: *mut HANDLE, access: u32, inherit: BOOL, options: u32) -> BOOL;
    fn GetCurrentProcess() -> HANDLE;
}

#[derive(Clone, Copy)]
struct Raw(HANDLE);
unsafe impl Send for Raw {}

/// Closed when it is dropped.
struct Process(HANDLE);
unsafe impl Send for Process {}
unsafe impl Sync for Process {}

impl Process {
    fn runs(&self) -> bool {
        unsafe { WaitForSingleObject(self.0, 0) == WAIT_TIMEOUT }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        unsafe { CloseHandle(self.0) };
    }
}

struct Instance {
    service: SC_HANDLE,
    raw: Mutex<Raw>,
    slot: Mutex<Option<Process>>,
    shared: Mutex<Option<Arc<Process>>>,
    swapped: AtomicPtr<c_void>,
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

mod in_the_open {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = of(resource);
        let mut status: SERVICE_STATUS = core::mem::zeroed();
        QueryServiceStatus(instance.service, &mut status) //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        CloseServiceHandle(of(resource).service);
    }
}

/// Closed where nothing else runs.
mod in_close {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let mut status: SERVICE_STATUS = core::mem::zeroed();
        QueryServiceStatus(of(resource).service, &mut status)
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let mut status: SERVICE_STATUS = core::mem::zeroed();
        ControlService(of(resource).service, SERVICE_CONTROL_STOP, &mut status);
    }
    pub unsafe extern "system" fn close(resource: *mut c_void) {
        let instance = Box::from_raw(resource as *mut Instance);
        CloseServiceHandle(instance.service);
    }
}

/// Both under the lock: by a copy that is overwritten.
mod under_the_lock {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let Ok(raw) = of(resource).raw.lock() else { return FALSE };
        (WaitForSingleObject(raw.0, 0) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let handle = {
            let mut raw = of(resource).raw.lock().unwrap_or_else(PoisonError::into_inner);
            let handle = raw.0;
            raw.0 = null_mut();
            handle
        };
        CloseHandle(handle);
    }
}

mod copied_out {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let handle = match of(resource).raw.lock() {
            Ok(raw) => raw.0,
            Err(_) => return FALSE,
        };
        (WaitForSingleObject(handle, 0) == WAIT_TIMEOUT) as BOOL //~ use_after_terminate
    }
    pub use super::under_the_lock::terminate;
}

mod duplicated {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let mut own = null_mut();
        {
            let Ok(raw) = of(resource).raw.lock() else { return FALSE };
            if DuplicateHandle(GetCurrentProcess(), raw.0, GetCurrentProcess(), &mut own, 0, FALSE, 2) == FALSE {
                return FALSE;
            }
        }
        let alive = WaitForSingleObject(own, 0) == WAIT_TIMEOUT;
        CloseHandle(own);
        alive as BOOL
    }
    pub use super::under_the_lock::terminate;
}

mod taken {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let Ok(slot) = of(resource).slot.try_lock() else { return TRUE };
        slot.as_ref().is_some_and(|process| process.runs()) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let taken = match of(resource).slot.lock() {
            Ok(mut slot) => slot.take(),
            Err(_) => return,
        };
        if let Some(process) = taken {
            TerminateProcess(process.0, 1);
        }
    }
}

mod number_copied_out {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let handle = of(resource).slot.lock().ok().and_then(|slot| slot.as_ref().map(|process| process.0));
        match handle {
            Some(handle) => (WaitForSingleObject(handle, 0) == WAIT_TIMEOUT) as BOOL, //~ use_after_terminate
            None => FALSE,
        }
    }
    pub use super::taken::terminate;
}

/// Whoever holds a clone keeps the process open.
mod counted {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let process = of(resource).shared.lock().ok().and_then(|slot| slot.clone());
        process.is_some_and(|process| process.runs()) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        if let Ok(mut slot) = of(resource).shared.lock() {
            *slot = None;
        }
    }
}

mod swapped_out {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let handle = of(resource).swapped.load(Ordering::Acquire);
        (!handle.is_null() && WaitForSingleObject(handle, 0) == WAIT_TIMEOUT) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let handle = of(resource).swapped.swap(null_mut(), Ordering::AcqRel);
        if !handle.is_null() {
            CloseHandle(handle);
        }
    }
}

/// Whether there is a handle is no use of it.
mod only_compared {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        (!of(resource).swapped.load(Ordering::Acquire).is_null()) as BOOL
    }
    pub use super::swapped_out::terminate;
}

table!(IN_THE_OPEN: in_the_open::looks_alive, in_the_open::terminate);
table!(IN_CLOSE: in_close::looks_alive, in_close::terminate, Close: in_close::close);
table!(UNDER_THE_LOCK: under_the_lock::looks_alive, under_the_lock::terminate);
table!(COPIED_OUT: copied_out::looks_alive, copied_out::terminate);
table!(DUPLICATED: duplicated::looks_alive, duplicated::terminate);
table!(TAKEN: taken::looks_alive, taken::terminate);
table!(NUMBER_COPIED_OUT: number_copied_out::looks_alive, number_copied_out::terminate);
table!(COUNTED: counted::looks_alive, counted::terminate);
table!(SWAPPED_OUT: swapped_out::looks_alive, swapped_out::terminate);
table!(ONLY_COMPARED: only_compared::looks_alive, only_compared::terminate);
