//! Waits on condition variables, tries of locks, and ticks, each until a time that is set before.
//@ bounds: A=40ms B=100ms C=100ms D=180ms E=101ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::sync::{Mutex, Condvar};
use std::time::{Duration, Instant};
struct Ctx { state: Mutex<bool>, cv: Condvar, h: HANDLE }
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let Ok(guard) = ctx.state.try_lock() else { return TRUE };
    let (guard, result) = match ctx.cv.wait_timeout(guard, Duration::from_millis(40)) { Ok(pair) => pair, Err(_) => return FALSE };
    (*guard && !result.timed_out()) as BOOL
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let deadline = Instant::now() + Duration::from_millis(100);
    let Ok(mut guard) = ctx.state.try_lock() else { return TRUE };
    while !*guard {
        let now = Instant::now();
        if now >= deadline { return FALSE; }
        guard = match ctx.cv.wait_timeout(guard, deadline - now) { Ok((g, _)) => g, Err(_) => return FALSE }; //~ panics_across_ffi
    }
    TRUE
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    for _ in 0..20 {
        if let Ok(guard) = ctx.state.try_lock() { return *guard as BOOL; }
        std::thread::sleep(Duration::from_millis(5)); //~ sleeps
    }
    FALSE
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let end = GetTickCount64() + 150;
    let mut rc = WAIT_TIMEOUT;
    while rc == WAIT_TIMEOUT && GetTickCount64() < end {
        rc = WaitForSingleObject(ctx.h, 30);
    }
    (rc == WAIT_OBJECT_0) as BOOL
}
unsafe extern "system" fn e(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let begin = GetTickCount64();
    loop {
        let elapsed = GetTickCount64() - begin;
        if elapsed > 100 { return FALSE; }
        let left = (100 - elapsed) as u32;
        if WaitForSingleObject(ctx.h, left) == WAIT_OBJECT_0 { return TRUE; }
    }
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
