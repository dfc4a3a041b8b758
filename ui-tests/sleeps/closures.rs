//! A closure runs where it is called: at once, by an adaptor, by `catch_unwind`, by a helper.
//@ bounds: TABLE=74ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use windows::*;

fn run(check: impl Fn() -> bool) -> bool {
    check()
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let pause = || std::thread::sleep(Duration::from_millis(10)); //~ sleeps
    pause();
    let some = Some(resource);
    let mapped = some.map(|_| std::thread::sleep(Duration::from_millis(11))); //~ sleeps
    let caught = catch_unwind(AssertUnwindSafe(|| {
        std::thread::sleep(Duration::from_millis(12)); //~ sleeps
        true
    }));
    let ran = run(|| {
        std::thread::sleep(Duration::from_millis(13)); //~ sleeps
        true
    });
    [1, 2].iter().for_each(|_| std::thread::sleep(Duration::from_millis(14))); //~ sleeps
    (mapped.is_some() && caught.unwrap_or(false) && ran) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
