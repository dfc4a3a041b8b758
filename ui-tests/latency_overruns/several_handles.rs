//! Waits for several handles: popped one by one, in chunks, or together with what is left of the time.
//@ bounds: A=200ms B=150ms C=360ms D=none+10ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::time::{Duration, Instant};
struct Ctx { handles: [HANDLE; 2], more: Vec<HANDLE> }
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let mut pending: Vec<HANDLE> = ctx.handles.to_vec();
    while let Some(h) = pending.pop() {
        if WaitForSingleObject(h, 100) != WAIT_OBJECT_0 { return FALSE; }
    }
    TRUE
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let end = Instant::now() + Duration::from_millis(150);
    loop {
        let left = match end.checked_duration_since(Instant::now()) { Some(left) => left, None => return FALSE };
        let rc = WaitForMultipleObjects(2, ctx.handles.as_ptr(), FALSE, left.as_millis().min(u32::MAX as u128 - 1) as u32);
        if rc == WAIT_OBJECT_0 { return TRUE; }
    }
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    for chunk in ctx.handles.chunks(1) {
        for pass in 1..=2u32 {
            WaitForMultipleObjects(chunk.len() as u32, chunk.as_ptr(), TRUE, 60 * pass); //~ latency_overruns
        }
    }
    TRUE
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    for chunk in ctx.more.chunks(64) { //~ unbounded_loops
        WaitForMultipleObjects(chunk.len() as u32, chunk.as_ptr(), TRUE, 10);
    }
    TRUE
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
