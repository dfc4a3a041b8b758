//! Tries until a deadline, a number of tries, or both; where the clock is asked and nothing follows from it, there is no bound.
//@ bounds: A=200ms B=310ms C=225ms D=none+25ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::time::{Duration, Instant};
struct Ctx { event: HANDLE, retries: u32 }
const MAX_ATTEMPTS: usize = 3;
const BUDGET: Duration = Duration::from_millis(200);
unsafe fn wait_slice(h: HANDLE, deadline: Instant) -> bool {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() { return false; }
    WaitForSingleObject(h, left.as_millis() as u32) == WAIT_OBJECT_0
}
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let deadline = Instant::now() + BUDGET;
    for _attempt in 0..MAX_ATTEMPTS {
        if wait_slice(ctx.event, deadline) { return TRUE; }
    }
    FALSE
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL { //~ latency_overruns
    let ctx = &*(r as *const Ctx);
    let mut attempt = 0;
    loop {
        let rc = WaitForSingleObject(ctx.event, 90);
        if rc == WAIT_OBJECT_0 { break; }
        attempt += 1;
        if attempt >= MAX_ATTEMPTS { return FALSE; }
        std::thread::sleep(Duration::from_millis(20)); //~ sleeps
    }
    TRUE
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let start = Instant::now();
    let mut ok = false;
    while !ok {
        ok = WaitForSingleObject(ctx.event, 25) == WAIT_OBJECT_0;
        if start.elapsed() >= BUDGET { break; }
    }
    ok as BOOL
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let start = Instant::now();
    loop { //~ unbounded_loops
        if WaitForSingleObject(ctx.event, 25) == WAIT_OBJECT_0 { return TRUE; }
        if start.elapsed() < BUDGET { continue; }
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
