//! Where a value ends decides what is alive: a scope, a loop, a match, the end of the statement.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Slow(u64);

impl Drop for Slow {
    fn drop(&mut self) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }
}

impl Slow {
    fn look(&self) -> bool {
        self.0 > 0
    }
}

struct Quick;

impl Drop for Quick {
    fn drop(&mut self) {}
}

struct Inner;

impl Drop for Inner {
    fn drop(&mut self) {
        sleep(Duration::from_millis(2)); //~ sleeps
    }
}

enum Choice {
    First(#[allow(dead_code)] Inner),
    Second,
}

struct Elements;

impl Drop for Elements {
    fn drop(&mut self) {
        sleep(Duration::from_millis(3)); //~ sleeps
    }
}

struct Generic<T> {
    #[allow(dead_code)]
    value: T,
}

struct Argument;

impl Drop for Argument {
    fn drop(&mut self) {
        sleep(Duration::from_millis(4)); //~ sleeps
    }
}

fn generic<T>(value: T) -> Generic<T> {
    Generic { value }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let alive = Slow(1).look();
    for _ in 0..2 {
        let _slow = Slow(2);
        let _quick = Quick;
    }
    let choice = if resource.is_null() { Choice::Second } else { Choice::First(Inner) };
    drop(choice);
    let _elements = vec![Elements];
    generic(Argument);
    alive as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
