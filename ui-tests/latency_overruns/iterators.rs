//! What closures and iterators of the package do is paid for each element, with what is known of it; of unknown many there is no bound.
//@ bounds: A=60ms B=35ms C=100ms D=100ms E=none+5ms F=60ms G=none+40ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::time::Duration;
struct Ctx { h: HANDLE, parts: [HANDLE; 3], all: Vec<HANDLE> }
fn nap(ms: u64) -> u64 { std::thread::sleep(Duration::from_millis(ms)); ms } //~ sleeps
unsafe fn probe(h: HANDLE, ms: u32) -> bool { WaitForSingleObject(h, ms) == WAIT_OBJECT_0 }
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let timeout = 30;
    let up = ctx.parts.iter().enumerate().filter(|(i, h)| *i > 0 && unsafe { probe(**h, timeout) }).count();
    (up > 0) as BOOL
}
unsafe extern "system" fn b(_r: *mut c_void) -> BOOL {
    let total: u64 = [5u64, 10, 20].iter().map(|ms| nap(*ms)).sum();
    (total > 0) as BOOL
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let mut it = ctx.parts.iter().rev().skip(1);
    while let Some(h) = it.next() {
        if !probe(*h, 50) { return FALSE; }
    }
    TRUE
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    ctx.all.iter().take(2).all(|h| unsafe { probe(*h, 50) }) as BOOL
}
unsafe extern "system" fn e(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    ctx.all.iter().any(|h| unsafe { probe(*h, 5) }) as BOOL //~ unbounded_loops
}
unsafe extern "system" fn f(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    for (h, ms) in ctx.parts.iter().zip([10u32, 20, 30]) {
        if !probe(*h, ms) { return FALSE; }
    }
    TRUE
}
struct Slow { h: HANDLE, left: u32 }
impl Iterator for Slow {
    type Item = u32;
    fn next(&mut self) -> Option<u32> {
        if self.left == 0 { return None; }
        self.left -= 1;
        unsafe { WaitForSingleObject(self.h, 10) };
        Some(self.left)
    }
}
unsafe extern "system" fn g(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let slow = Slow { h: ctx.h, left: 3 };
    let n = slow.count(); //~ unbounded_loops
    for _ in (Slow { h: ctx.h, left: 3 }) { //~ unbounded_loops
        if n > 3 { break; }
    }
    let few = Slow { h: ctx.h, left: 100 }.take(2).count();
    (few > 0) as BOOL
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
