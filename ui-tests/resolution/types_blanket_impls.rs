//! Blanket implementations: for all types with a trait, for references, for functions, for all types.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::fmt::Display;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

trait Probe {
    fn probe(&self) -> bool;
}

struct Disk;
struct Tape;

impl Probe for Disk {
    fn probe(&self) -> bool {
        sleep(Duration::from_millis(1)); //~ sleeps
        true
    }
}

impl Probe for Tape {
    fn probe(&self) -> bool {
        sleep(Duration::from_millis(2));
        true
    }
}

trait Retry {
    fn retry(&self) -> bool;
}

impl<P: Probe> Retry for P {
    fn retry(&self) -> bool {
        sleep(Duration::from_millis(3)); //~ sleeps
        self.probe()
    }
}

trait Shout {
    fn shout(&self);
}

impl<T: ?Sized + Display> Shout for T {
    fn shout(&self) {
        sleep(Duration::from_millis(4)); //~ sleeps
    }
}

trait Anything {
    fn anything(&self);
}

impl<T> Anything for T {
    fn anything(&self) {
        sleep(Duration::from_millis(5)); //~ sleeps
    }
}

trait Callable {
    fn invoke(&self) -> bool;
}

impl<F> Callable for F
where
    F: Fn() -> bool,
{
    fn invoke(&self) -> bool {
        self()
    }
}

fn waits() -> bool {
    sleep(Duration::from_millis(6)); //~ sleeps
    true
}

trait Named {
    fn named(&self);
}

impl<P: Probe> Named for Vec<P> {
    fn named(&self) {
        sleep(Duration::from_millis(7)); //~ sleeps
    }
}

impl Named for Vec<u8> {
    fn named(&self) {
        sleep(Duration::from_millis(8));
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    "text".shout();
    Tape.anything();
    vec![Disk].named();
    (Disk.retry() && waits.invoke() && (|| true).invoke()) as BOOL
}

pub fn elsewhere(bytes: &Vec<u8>) {
    bytes.named();
    Tape.probe();
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
