//! Handles, owners and mutexes of the `windows` crate: newtypes around what the platform gives.

use std::cell::Cell;
use std::ffi::c_void;
use std::sync::{Mutex, RwLock};
use windows::Win32::Foundation::*;
use windows::Win32::Networking::Clustering::CLRES_V1_FUNCTIONS;
use windows::Win32::System::Threading::*;
use windows::core::{BOOL, Owned};

type RESID = *mut c_void;

/// A handle in a lock, taken out of it and closed.
mod w1 {
    use super::*;
    pub struct Ctx {
        process: Mutex<Option<HANDLE>>,
    }
    unsafe impl Sync for Ctx {}
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let ctx = unsafe { &*(r as *const Ctx) };
        let guard = ctx.process.lock().unwrap_or_else(|e| e.into_inner());
        BOOL::from(guard.as_ref().is_some_and(|h| unsafe { WaitForSingleObject(*h, 0) } == WAIT_TIMEOUT))
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let ctx = unsafe { &*(r as *const Ctx) };
        if let Some(h) = ctx.process.lock().unwrap_or_else(|e| e.into_inner()).take() {
            unsafe {
                let _ = TerminateProcess(h, 1);
                let _ = CloseHandle(h);
            }
        }
    }
}

/// An owner that ends where it is replaced; its handle is copied out, or used within the lock.
mod w3 {
    use super::*;
    pub struct Ctx {
        event: RwLock<Option<Owned<HANDLE>>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let ctx = unsafe { &*(r as *const Ctx) };
        let event = ctx.event.read().ok().and_then(|e| e.as_ref().map(|e| **e));
        BOOL::from(event.is_some_and(|e| unsafe { WaitForSingleObject(e, 0) } == WAIT_TIMEOUT)) //~ use_after_terminate
    }
    pub unsafe extern "system" fn looks_alive_in(r: RESID) -> BOOL {
        let ctx = unsafe { &*(r as *const Ctx) };
        let Ok(event) = ctx.event.read() else { return FALSE };
        BOOL::from(event.as_ref().is_some_and(|e| unsafe { WaitForSingleObject(**e, 0) } == WAIT_TIMEOUT))
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let ctx = unsafe { &*(r as *const Ctx) };
        if let Ok(mut event) = ctx.event.write() {
            *event = None;
        }
    }
}

/// An `else` no longer holds what the condition held.
mod w5 {
    use super::*;
    pub struct Ctx {
        slot: Mutex<Option<u32>>,
        plain: Cell<u32>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let ctx = unsafe { &*(r as *const Ctx) };
        if let Some(n) = *ctx.slot.lock().unwrap_or_else(|e| e.into_inner()) {
            BOOL::from(ctx.plain.get() < n)
        } else {
            BOOL::from(ctx.plain.get() == 0) //~ unguarded_shared_state
        }
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let ctx = unsafe { &*(r as *const Ctx) };
        let _slot = ctx.slot.lock().unwrap_or_else(|e| e.into_inner());
        ctx.plain.set(7);
    }
}

/// The platform's own mutex, taken with and without a limit.
mod w6 {
    use super::*;
    pub struct Ctx {
        mutex: HANDLE,
        count: Cell<u32>,
        late: Cell<u32>,
    }
    pub unsafe extern "system" fn open(_: *const u16, _: *mut c_void, _: isize) -> RESID {
        let mutex = unsafe { CreateMutexW(None, false, None) }.unwrap_or_default();
        Box::into_raw(Box::new(Ctx { mutex, count: Cell::new(0), late: Cell::new(0) })).cast()
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let ctx = unsafe { &*(r as *const Ctx) };
        if unsafe { WaitForSingleObject(ctx.mutex, 50) } != WAIT_OBJECT_0 {
            return TRUE;
        }
        let n = ctx.count.get();
        let _ = unsafe { ReleaseMutex(ctx.mutex) };
        BOOL::from(n + ctx.late.get() == 0) //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let ctx = unsafe { &*(r as *const Ctx) };
        if unsafe { WaitForSingleObject(ctx.mutex, INFINITE) } == WAIT_OBJECT_0 {
            ctx.count.set(1);
            ctx.late.set(1);
            let _ = unsafe { ReleaseMutex(ctx.mutex) };
        }
    }
}

pub static T1: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Open: None, Terminate: Some(w1::terminate), LooksAlive: Some(w1::looks_alive), IsAlive: None };
pub static T3: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Open: None, Terminate: Some(w3::terminate), LooksAlive: Some(w3::looks_alive), IsAlive: None };
pub static T3_WITHIN: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Open: None, Terminate: Some(w3::terminate), LooksAlive: Some(w3::looks_alive_in), IsAlive: None };
pub static T5: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Open: None, Terminate: Some(w5::terminate), LooksAlive: Some(w5::looks_alive), IsAlive: None };
pub static T6: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Open: Some(w6::open), Terminate: Some(w6::terminate), LooksAlive: Some(w6::looks_alive), IsAlive: None };
