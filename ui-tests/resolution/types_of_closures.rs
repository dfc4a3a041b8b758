//! Closures: stored in fields, returned, handed on, captured; a closure that nobody calls runs nothing.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Disk;

impl Disk {
    fn spin_up(&self) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }

    fn park(&mut self) {
        sleep(Duration::from_millis(2)); //~ sleeps
    }
}

struct Checks {
    first: Box<dyn Fn() -> bool>,
    second: Option<Box<dyn FnOnce() -> bool>>,
    never: Box<dyn Fn()>,
}

struct Generic<F> {
    run: F,
}

impl<F: Fn(u64) -> bool> Generic<F> {
    fn start(&self) -> bool {
        (self.run)(1)
    }
}

fn twice(mut call: impl FnMut(&Disk)) {
    call(&Disk);
}

fn compose<A, B, C>(first: impl Fn(A) -> B, second: impl Fn(B) -> C) -> impl Fn(A) -> C {
    move |value| second(first(value))
}

fn boxed(length: u64) -> Box<dyn Fn() -> bool> {
    Box::new(move || {
        sleep(Duration::from_millis(length)); //~ sleeps
        true
    })
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let disk = Disk;
    // The parameter's type comes from what is expected.
    twice(|disk| disk.spin_up());
    let checks = Checks {
        first: Box::new(|| {
            sleep(Duration::from_millis(3)); //~ sleeps
            true
        }),
        second: Some(Box::new(move || {
            disk.spin_up();
            sleep(Duration::from_millis(4)); //~ sleeps
            true
        })),
        never: Box::new(|| sleep(Duration::from_millis(5))),
    };
    let first = (checks.first)();
    let second = checks.second.map_or(false, |check| check());
    drop(checks.never);
    let generic = Generic {
        run: |length| {
            sleep(Duration::from_millis(length)); //~ sleeps
            true
        },
    };
    let third = generic.start();
    let both = compose(|number: u8| Some(number), |found| {
        sleep(Duration::from_millis(6)); //~ sleeps
        found.is_some()
    });
    let mut motor = Disk;
    let mut park = || motor.park();
    park();
    let fifth = boxed(7)();
    (first && second && third && both(1) && fifth) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
