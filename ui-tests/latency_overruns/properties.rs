//! Properties in a structure that a constructor fills, a static, and a number of retries beside them.
//@ bounds: A=240ms B=100ms C=100ms D=25ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::time::Duration;
use std::sync::atomic::{AtomicU32, Ordering};
#[derive(Clone, Copy)]
struct PROPERTIES { PollTimeout: u32, Retries: u32, Name: [u16; 64] }
impl Default for PROPERTIES { fn default() -> Self { Self { PollTimeout: 80, Retries: 3, Name: [0; 64] } } }
struct CTX { hEvent: HANDLE, props: PROPERTIES, fixed: Settings }
#[derive(Default, Clone)]
struct Settings { grace: Duration, slack_ms: u64 }
static DEFAULT_MS: u32 = 40;
static CONFIGURED: AtomicU32 = AtomicU32::new(10);
impl CTX {
    fn new(h: HANDLE) -> Box<CTX> { Box::new(CTX { hEvent: h, props: PROPERTIES::default(), fixed: Settings { grace: Duration::from_millis(60), ..Default::default() } }) }
}
unsafe extern "system" fn open(_n: PCWSTR, _k: HKEY, _h: isize) -> *mut c_void {
    Box::into_raw(CTX::new(null_mut())) as *mut c_void
}
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let ctx = r as *mut CTX;
    if ctx.is_null() { return FALSE; }
    let mut i = 0;
    while i < (*ctx).props.Retries {
        if WaitForSingleObject((*ctx).hEvent, (*ctx).props.PollTimeout) == WAIT_OBJECT_0 { return TRUE; }
        i += 1;
    }
    FALSE
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const CTX);
    let total = ctx.fixed.grace.as_millis() as u32 + DEFAULT_MS;
    (WaitForSingleObject(ctx.hEvent, total) == WAIT_OBJECT_0) as BOOL
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const CTX);
    let ms = CONFIGURED.load(Ordering::Relaxed).clamp(10, 100);
    (WaitForSingleObject(ctx.hEvent, ms) == WAIT_OBJECT_0) as BOOL
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const CTX);
    let ms = match ctx.props.Retries { 0 => 10, 1 | 2 => 20, _ => 30 };
    let ms = if ms > 25 { ms - 5 } else { ms };
    (WaitForSingleObject(ctx.hEvent, ms) == WAIT_OBJECT_0) as BOOL
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
