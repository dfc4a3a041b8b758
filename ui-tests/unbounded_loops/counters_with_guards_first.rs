//! A counted `loop` may ask before it counts: the round that ends it runs as far as the question, and what follows the loop
//! runs, too.
//@ bounds: FIRST=80ms LATE=100ms DOWN=none+30ms MANY=200ms
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

static UP: AtomicBool = AtomicBool::new(false);

unsafe extern "system" fn first(_resource: *mut c_void) -> BOOL {
    let mut tries = 0;
    let up = loop {
        if tries >= 4 {
            break false;
        }
        if UP.load(Ordering::Acquire) {
            break true;
        }
        tries += 1;
        std::thread::sleep(Duration::from_millis(20)); //~ sleeps
    };
    if !up {
        std::thread::park_timeout(Duration::ZERO);
    }
    BOOL::from(up)
}

unsafe extern "system" fn late(_resource: *mut c_void) -> BOOL {
    let mut tries = 0;
    loop {
        std::thread::sleep(Duration::from_millis(20)); //~ sleeps
        if tries == 4 {
            break;
        }
        tries += 1;
    }
    1
}

unsafe extern "system" fn down(_resource: *mut c_void) -> BOOL {
    let mut left = 3;
    loop {
        if left == 0 {
            return answer();
        }
        left -= 1;
        std::thread::sleep(Duration::from_millis(10)); //~ sleeps
    }
}

fn answer() -> BOOL {
    std::thread::park(); //~ unbounded_waits
    1
}

/// More rounds than are walked one by one.
unsafe extern "system" fn many(_resource: *mut c_void) -> BOOL {
    let mut round = 0;
    loop {
        if round >= 200 {
            break;
        }
        round += 1;
        std::thread::sleep(Duration::from_millis(1)); //~ sleeps
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static FIRST: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(first), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
pub static LATE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(late), ..FIRST };
pub static DOWN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(down), ..FIRST };
pub static MANY: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(many), ..FIRST };
