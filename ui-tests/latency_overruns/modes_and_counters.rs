//! Modes in structures and enums, counters in conditions, steps, and what is left in ticks.
//@ bounds: A=0ms B=20ms C=20ms D=74ms E=60ms F=40ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::time::Duration;
struct Ctx { h: HANDLE }
impl Ctx {
    unsafe fn check(&self, full: bool) -> bool {
        let quick = WaitForSingleObject(self.h, 0) == WAIT_TIMEOUT;
        if !full { return quick; }
        quick && WaitForSingleObject(self.h, 5000) == WAIT_TIMEOUT
    }
}
unsafe extern "system" fn a(r: *mut c_void) -> BOOL { (*(r as *const Ctx)).check(false) as BOOL }
unsafe extern "system" fn is_alive(r: *mut c_void) -> BOOL { (*(r as *const Ctx)).check(true) as BOOL }
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let mode = Mode::quick();
    run(&*(r as *const Ctx), &mode) as BOOL
}
struct Mode { deep: bool, wait: u32 }
impl Mode { const fn quick() -> Self { Mode { deep: false, wait: 20 } } const fn deep() -> Self { Mode { deep: true, wait: 2000 } } }
unsafe fn run(ctx: &Ctx, mode: &Mode) -> bool {
    if mode.deep { for _ in 0..10 { WaitForSingleObject(ctx.h, 1000); } }
    WaitForSingleObject(ctx.h, mode.wait) == WAIT_TIMEOUT
}
pub unsafe fn other(ctx: &Ctx) -> bool { run(ctx, &Mode::deep()) }
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    match step(ctx, Stage::Second) { Ok(v) => v as BOOL, Err(_) => FALSE }
}
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage { First, Second, Third(u32) }
unsafe fn step(ctx: &Ctx, stage: Stage) -> Result<bool, u32> {
    let ms = match stage { Stage::First => 10, Stage::Second => 20, Stage::Third(n) => n };
    if matches!(stage, Stage::Third(_)) { WaitForSingleObject(ctx.h, 1000); }
    if stage == Stage::First { return Err(1); }
    if WaitForSingleObject(ctx.h, ms) != WAIT_TIMEOUT { return Err(2); }
    Ok(true)
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let mut left: i32 = 5;
    while { left -= 1; left >= 0 } { if WaitForSingleObject(ctx.h, 10) == WAIT_OBJECT_0 { break; } }
    let mut n = 10;
    while n > 0 { n /= 2; WaitForSingleObject(ctx.h, 5); }
    for k in (0..=6).rev().step_by(2) { if k == 3 { continue; } WaitForSingleObject(ctx.h, 1); }
    TRUE
}
unsafe extern "system" fn e(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let deadline = GetTickCount64().wrapping_add(60);
    loop {
        let now = GetTickCount64();
        if now >= deadline { break; }
        let step = (deadline - now).min(20) as u32;
        if WaitForSingleObject(ctx.h, step) == WAIT_OBJECT_0 { return TRUE; }
    }
    FALSE
}
unsafe extern "system" fn f(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let mut ok = true;
    for i in 0..4 {
        if i == 2 { ok &= WaitForSingleObject(ctx.h, 40) == WAIT_TIMEOUT; } else { ok &= WaitForSingleObject(ctx.h, 0) == WAIT_TIMEOUT; }
    }
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

pub static F: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(f), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
