//! Waits that grow: doubled, shifted, as a power, up to a limit, or until a sum is reached.
//@ bounds: A=75ms B=150ms C=150ms D=110ms E=130ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::time::Duration;
struct Ctx { h: HANDLE }
unsafe extern "system" fn a(_r: *mut c_void) -> BOOL {
    let mut delay = Duration::from_millis(5);
    for _ in 0..4 {
        std::thread::sleep(delay); //~ sleeps
        delay *= 2;
    }
    FALSE
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    for attempt in 0..4u32 {
        if WaitForSingleObject(ctx.h, 10 * 2u32.pow(attempt)) == WAIT_OBJECT_0 { return TRUE; }
    }
    FALSE
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    for attempt in 0..4u32 {
        if WaitForSingleObject(ctx.h, 10 << attempt) == WAIT_OBJECT_0 { return TRUE; }
    }
    FALSE
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let mut wait = Duration::from_millis(10);
    let mut spent = Duration::ZERO;
    while spent < Duration::from_millis(100) {
        if WaitForSingleObject(ctx.h, wait.as_millis() as u32) == WAIT_OBJECT_0 { return TRUE; }
        spent += wait;
        wait = (wait * 2).min(Duration::from_millis(40));
    }
    FALSE
}
unsafe extern "system" fn e(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let mut delay = 10u64;
    let mut tries = 0;
    while tries < 3 && WaitForSingleObject(ctx.h, delay as u32) != WAIT_OBJECT_0 {
        delay = delay.saturating_mul(3);
        tries += 1;
    }
    (tries < 3) as BOOL
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
