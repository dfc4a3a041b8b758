//! Handles that std owns: who copies their number, who duplicates them, who adopts them.
#![allow(non_snake_case, non_camel_case_types)]
use std::ffi::c_void;
use std::os::windows::io::{AsRawHandle, FromRawHandle, IntoRawHandle, OwnedHandle, RawHandle};
use std::sync::*;

type RESID = *mut c_void;
type BOOL = i32;
type HANDLE = *mut c_void;
const WAIT_TIMEOUT: u32 = 258;

/// The functions that the Resource Monitor calls.
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> BOOL>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> BOOL>,
}

extern "system" {
    fn WaitForSingleObject(hhandle: HANDLE, dwmilliseconds: u32) -> u32;
    fn TerminateProcess(hprocess: HANDLE, uexitcode: u32) -> BOOL;
}

/// The raw handle is copied out of the lock.
mod f1 {
    use super::*;
    pub struct I {
        p: Mutex<Option<OwnedHandle>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let h = i.p.lock().unwrap_or_else(|e| e.into_inner()).as_ref().map(|p| p.as_raw_handle());
        match h {
            Some(h) => (WaitForSingleObject(h as HANDLE, 0) == WAIT_TIMEOUT) as BOOL, //~ use_after_terminate
            None => 0,
        }
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let p = i.p.lock().unwrap_or_else(|e| e.into_inner()).take();
        drop(p);
    }
}
/// Used in the lock.
mod f2 {
    use super::*;
    pub struct I {
        p: Mutex<Option<OwnedHandle>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let g = i.p.lock().unwrap_or_else(|e| e.into_inner());
        match g.as_ref() {
            Some(h) => (WaitForSingleObject(h.as_raw_handle() as HANDLE, 0) == WAIT_TIMEOUT) as BOOL,
            None => 0,
        }
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        i.p.lock().unwrap_or_else(|e| e.into_inner()).take();
    }
}
/// Its own duplicate.
mod f3 {
    use super::*;
    pub struct I {
        p: Mutex<Option<OwnedHandle>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let c = i.p.lock().ok().and_then(|g| g.as_ref().and_then(|h| h.try_clone().ok()));
        match c {
            Some(h) => (WaitForSingleObject(h.as_raw_handle() as HANDLE, 0) == WAIT_TIMEOUT) as BOOL,
            None => 0,
        }
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        if let Ok(mut g) = i.p.lock() {
            *g = None;
        }
    }
}
/// Counted: the last user closes it.
mod f4 {
    use super::*;
    pub struct I {
        p: Mutex<Option<Arc<OwnedHandle>>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let c = i.p.lock().ok().and_then(|g| g.clone());
        match c {
            Some(h) => (WaitForSingleObject(h.as_raw_handle() as HANDLE, 0) == WAIT_TIMEOUT) as BOOL,
            None => 0,
        }
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        if let Ok(mut g) = i.p.lock() {
            *g = None;
        }
    }
}
/// A raw handle of a field gets an owner, which ends.
mod f5 {
    use super::*;
    pub struct I {
        h: HANDLE,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        (WaitForSingleObject(i.h, 0) == WAIT_TIMEOUT) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let o = OwnedHandle::from_raw_handle(i.h as RawHandle);
        TerminateProcess(o.as_raw_handle() as HANDLE, 1);
    }
}
/// A raw handle of a field gets an owner for a while, and is taken back from it.
mod f6 {
    use super::*;
    pub struct I {
        h: HANDLE,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        (WaitForSingleObject(i.h, 0) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let o = OwnedHandle::from_raw_handle(i.h as RawHandle);
        TerminateProcess(o.as_raw_handle() as HANDLE, 1);
        let _ = o.into_raw_handle();
    }
}
pub static T1: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(f1::terminate), LooksAlive: Some(f1::looks_alive), IsAlive: Some(f1::looks_alive) };
pub static T2: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(f2::terminate), LooksAlive: Some(f2::looks_alive), IsAlive: Some(f2::looks_alive) };
pub static T3: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(f3::terminate), LooksAlive: Some(f3::looks_alive), IsAlive: Some(f3::looks_alive) };
pub static T4: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(f4::terminate), LooksAlive: Some(f4::looks_alive), IsAlive: Some(f4::looks_alive) };
pub static T5: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(f5::terminate), LooksAlive: Some(f5::looks_alive), IsAlive: Some(f5::looks_alive) };
pub static T6: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(f6::terminate), LooksAlive: Some(f6::looks_alive), IsAlive: Some(f6::looks_alive) };
