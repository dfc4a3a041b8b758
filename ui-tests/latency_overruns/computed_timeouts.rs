//! Timeouts that are computed: sums and maxima of lists, conversions, parts of durations, options, recursion that counts up or down.
//@ bounds: A=60ms B=90ms D=140ms E=none+40ms F=none G=73ms I=64ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::time::Duration;
struct Ctx { h: HANDLE, wait: Millis, limit: Option<u32> }
#[derive(Clone, Copy)]
struct Millis(u32);
impl From<Millis> for Duration { fn from(m: Millis) -> Duration { Duration::from_millis(u64::from(m.0)) } }
impl Ctx { pub fn new(h: HANDLE) -> Ctx { Ctx { h, wait: Millis(45), limit: Some(15) } } }
const TIMEOUTS: [u32; 3] = [10, 20, 30];
const SLICES: &[Duration] = &[Duration::from_millis(10), Duration::from_millis(15)];
const N: usize = TIMEOUTS.len();
const fn backoff(n: u32) -> Duration { Duration::from_millis(5 << n) }
fn to_ms(d: Duration) -> u32 { (d.as_secs() * 1000) as u32 + d.subsec_millis() }
fn clip(d: Duration) -> u32 { d.as_millis().try_into().unwrap_or(u32::MAX - 1) }
unsafe fn wait(h: HANDLE, ms: Option<u32>) -> bool { match ms { Some(ms) => WaitForSingleObject(h, ms) == WAIT_OBJECT_0, None => WaitForSingleObject(h, INFINITE) == WAIT_OBJECT_0 } } //~ unbounded_waits
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    for (i, ms) in TIMEOUTS.iter().copied().enumerate() { if i < 9 && WaitForSingleObject(c.h, ms) == WAIT_OBJECT_0 { return TRUE; } }
    FALSE
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let total: u32 = TIMEOUTS.iter().sum();
    let longest = TIMEOUTS.iter().copied().max().unwrap_or(0);
    (WaitForSingleObject(c.h, total) == WAIT_OBJECT_0 || WaitForSingleObject(c.h, longest) == WAIT_OBJECT_0) as BOOL
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let total: Duration = SLICES.iter().sum();
    WaitForSingleObject(c.h, to_ms(total));
    WaitForSingleObject(c.h, clip(Duration::from(c.wait)));
    let again: Duration = c.wait.into();
    WaitForSingleObject(c.h, clip(again));
    WaitForSingleObject(c.h, c.limit.unwrap_or(50).min(std::cmp::min(40, 30)));
    WaitForSingleObject(c.h, to_ms(backoff(1)));
    TRUE
}
unsafe extern "system" fn e(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    (wait(c.h, Some(25)) || wait(c.h, c.limit)) as BOOL
}
unsafe extern "system" fn f(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    wait(c.h, None) as BOOL
}
unsafe extern "system" fn g(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    for _ in std::iter::repeat(()).take(3) { WaitForSingleObject(c.h, 10); }
    for i in 1..3u32 { WaitForSingleObject(c.h, 10 * i); }
    for _ in 0..N { WaitForSingleObject(c.h, 1); }
    for h in [c.h; 2] { WaitForSingleObject(h, 5); }
    TRUE
}
unsafe fn walk(h: HANDLE, depth: u32) -> u32 {
    if depth > 3 { return 0; }
    WaitForSingleObject(h, 10);
    1 + walk(h, depth + 1)
}
unsafe fn ping(h: HANDLE, n: u32) -> bool { n == 0 || (WaitForSingleObject(h, 5) == WAIT_TIMEOUT && pong(h, n - 1)) }
unsafe fn pong(h: HANDLE, n: u32) -> bool { n == 0 || (WaitForSingleObject(h, 7) == WAIT_TIMEOUT && ping(h, n - 1)) }
unsafe extern "system" fn i(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    (walk(c.h, 0) > 0 && ping(c.h, 4)) as BOOL
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

pub static D: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(d), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static E: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(e), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static F: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(f), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static G: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(g), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static I: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(i), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
