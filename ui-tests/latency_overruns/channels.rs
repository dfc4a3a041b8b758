//! Receiving in loops: so many times, as long as something comes, until a deadline.
//@ bounds: A=250ms B=none+20ms C=120ms D=80ms E=120ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
struct Ctx { rx: Receiver<u32>, poll: Duration }
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    for _ in 0..5 {
        match ctx.rx.recv_timeout(Duration::from_millis(50)) {
            Ok(0) => continue,
            Ok(_) => return TRUE,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return FALSE,
        }
    }
    FALSE
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let mut last = 0;
    while let Ok(v) = ctx.rx.recv_timeout(Duration::from_millis(10)) { //~ unbounded_loops
        last = v;
    }
    (last > 0) as BOOL
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let start = Instant::now();
    let limit = Duration::from_millis(120);
    while let Some(left) = limit.checked_sub(start.elapsed()) {
        if let Ok(v) = ctx.rx.recv_timeout(left) { return (v > 0) as BOOL; }
    }
    FALSE
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let deadline = Instant::now() + Duration::from_millis(80);
    let first = ctx.rx.recv_timeout(deadline - Instant::now()); //~ panics_across_ffi
    let second = ctx.rx.recv_timeout((deadline - Instant::now()).min(Duration::from_millis(30))); //~ panics_across_ffi
    (first.is_ok() && second.is_ok()) as BOOL
}
unsafe extern "system" fn e(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let mut tries = 3u8;
    while tries != 0 {
        if ctx.rx.recv_timeout(Duration::from_millis(40)).is_ok() { return TRUE; }
        tries = tries.saturating_sub(1);
    }
    FALSE
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
