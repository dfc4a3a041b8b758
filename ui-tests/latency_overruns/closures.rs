//! Closures that are handed on, boxed, chosen or caught cost what they do where they run, with what they are given.
//@ bounds: A=150ms B=80ms C=50ms D=10ms E=40ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::time::Duration;
struct Ctx { h: HANDLE }
fn retry<T>(times: usize, mut f: impl FnMut() -> Option<T>) -> Option<T> {
    for _ in 0..times { if let Some(v) = f() { return Some(v); } }
    None
}
fn with_timeout<R>(ms: u32, f: impl FnOnce(u32) -> R) -> R { f(ms) }
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    retry(3, || if unsafe { WaitForSingleObject(c.h, 50) } == WAIT_OBJECT_0 { Some(()) } else { None }).is_some() as BOOL
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    with_timeout(40, |ms| unsafe { WaitForSingleObject(c.h, ms * 2) } == WAIT_OBJECT_0) as BOOL
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let check: Box<dyn Fn(u32) -> bool> = Box::new(move |ms| unsafe { WaitForSingleObject(c.h, ms) } == WAIT_OBJECT_0);
    (check(20) && check(30)) as BOOL
}
fn pick(fast: bool) -> fn(HANDLE) -> u32 { if fast { quick } else { slow } }
fn quick(h: HANDLE) -> u32 { unsafe { WaitForSingleObject(h, 10) } }
fn slow(h: HANDLE) -> u32 { unsafe { WaitForSingleObject(h, 90) } }
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    (pick(true)(c.h) == WAIT_OBJECT_0) as BOOL
}
unsafe extern "system" fn e(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let ok = Some(15u32).map(|ms| unsafe { WaitForSingleObject(c.h, ms) }).filter(|rc| *rc == WAIT_OBJECT_0).is_some();
    let ok = ok || std::panic::catch_unwind(|| unsafe { WaitForSingleObject(0 as HANDLE, 25) } == WAIT_OBJECT_0).unwrap_or(false);
    ok as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static A: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(a), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static B: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(b), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static C: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(c), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static D: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(d), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static E: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(e), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
