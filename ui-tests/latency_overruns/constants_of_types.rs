//! Associated constants, constant generics, arrays of steps, labels, and recursion that a constant argument ends.
//@ bounds: A=50ms B=180ms C=60ms D=110ms E=60ms F=54ms G=80ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::time::Duration;
trait Probe { const TIMEOUT_MS: u32; fn attempts(&self) -> u32 { 2 } unsafe fn once(&self, ms: u32) -> bool; }
struct Disk(HANDLE);
struct Net(HANDLE);
impl Probe for Disk { const TIMEOUT_MS: u32 = 25; unsafe fn once(&self, ms: u32) -> bool { WaitForSingleObject(self.0, ms) == WAIT_OBJECT_0 } }
impl Probe for Net { const TIMEOUT_MS: u32 = 60; fn attempts(&self) -> u32 { 3 } unsafe fn once(&self, ms: u32) -> bool { WaitForSingleObject(self.0, ms) == WAIT_OBJECT_0 } }
unsafe fn run<P: Probe>(p: &P) -> bool {
    for _ in 0..p.attempts() {
        if p.once(P::TIMEOUT_MS) { return true; }
    }
    false
}
struct Window<const N: usize>;
impl<const N: usize> Window<N> {
    unsafe fn all(&self, h: HANDLE) -> bool { (0..N).all(|_| unsafe { WaitForSingleObject(h, 10) } == WAIT_OBJECT_0) }
}
struct Ctx { disk: Disk, net: Net }
unsafe extern "system" fn a(r: *mut c_void) -> BOOL { let c = &*(r as *const Ctx); run(&c.disk) as BOOL }
unsafe extern "system" fn b(r: *mut c_void) -> BOOL { let c = &*(r as *const Ctx); run(&c.net) as BOOL }
unsafe extern "system" fn c(r: *mut c_void) -> BOOL { let c = &*(r as *const Ctx); Window::<6>.all(c.disk.0) as BOOL }
const STEPS: [u32; 3] = [10, 20, 30];
static TABLE_MS: &[(u32, u32)] = &[(1, 10), (2, 20)];
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    for ms in STEPS { if c.disk.once(ms) { return TRUE; } }
    for (times, ms) in TABLE_MS { for _ in 0..*times { if c.disk.once(*ms) { return TRUE; } } }
    FALSE
}
unsafe extern "system" fn e(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let steps = STEPS;
    let mut i = 0usize;
    let ok = loop {
        if i == steps.len() { break false; }
        if c.disk.once(STEPS[i]) { break true; }
        i += 1;
    };
    ok as BOOL
}
unsafe fn countdown(h: HANDLE, n: u32) -> u32 {
    if n == 0 { return 0; }
    WaitForSingleObject(h, 10);
    1 + countdown(h, n - 1)
}
unsafe fn fib(h: HANDLE, n: u32) -> u32 {
    if n < 2 { return n; }
    WaitForSingleObject(h, 1);
    fib(h, n - 1) + fib(h, n - 2)
}
unsafe extern "system" fn f(r: *mut c_void) -> BOOL { let c = &*(r as *const Ctx); (countdown(c.disk.0, 5) + fib(c.disk.0, 4)) as BOOL }
unsafe extern "system" fn g(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    'outer: for i in 0..3 {
        for j in 0..3 {
            if i + j > 3 { break 'outer; }
            if WaitForSingleObject(c.disk.0, 10) == WAIT_OBJECT_0 { continue 'outer; }
        }
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
