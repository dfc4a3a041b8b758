//! Spins through helpers and variables; what tries again with what it has read, or counts, is none.
//@ bounds: A=none B=20ms C=none D=none E=none
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicPtr, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, Instant};
struct Ctx { ready: Arc<AtomicBool>, beat: AtomicU64, state: RwLock<u32>, m: Mutex<u32> }
fn ready(c: &Ctx) -> bool { c.ready.load(Ordering::SeqCst) }
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    while !ready(c) { std::thread::yield_now(); } //~ unbounded_loops
    TRUE
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let until = Instant::now() + Duration::from_millis(20);
    while !ready(c) && Instant::now() < until { std::hint::spin_loop(); }
    TRUE
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let before = c.beat.load(Ordering::Relaxed);
    loop { //~ unbounded_loops
        let now = c.beat.load(Ordering::Relaxed);
        if now != before { return TRUE; }
        std::hint::spin_loop();
    }
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let g = loop { //~ unbounded_loops
        match c.state.try_read() { Ok(g) => break *g, Err(_) => std::hint::spin_loop() }
    };
    let mut spins = 0;
    let h = loop {
        if let Ok(g) = c.m.try_lock() { break *g; }
        spins += 1;
        if spins > 1000 { return FALSE; }
    };
    (g + h) as BOOL
}
unsafe extern "system" fn e(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    while c.ready.compare_exchange(false, true, Ordering::AcqRel, Ordering::Relaxed).is_err() { //~ unbounded_loops
        std::hint::spin_loop();
    }
    let mut cur = c.beat.load(Ordering::Relaxed);
    while let Err(now) = c.beat.compare_exchange_weak(cur, cur + 1, Ordering::AcqRel, Ordering::Relaxed) { cur = now; }
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
