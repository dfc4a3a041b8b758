//! Trait methods: called on a type, through `<T as Trait>`, through a bound, a default body, and `dyn`.
//@ bounds: TABLE=33ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

trait Probe {
    fn probe(&self) -> bool;

    fn settle(&self) {
        std::thread::sleep(Duration::from_millis(10)); //~ sleeps
    }
}

struct Disk;
struct Share;
struct Tape;

impl Probe for Disk {
    fn probe(&self) -> bool {
        std::thread::sleep(Duration::from_millis(11)); //~ sleeps
        true
    }
}

impl Probe for Share {
    fn probe(&self) -> bool {
        true
    }

    fn settle(&self) {}
}

trait Loaded {
    fn loaded(&self) -> bool;
}

impl Loaded for Tape {
    fn loaded(&self) -> bool {
        std::thread::sleep(Duration::from_millis(12)); //~ sleeps
        true
    }
}

fn settled<P: Probe>(probe: &P) -> bool {
    probe.settle();
    true
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let dynamic: &dyn Loaded = &Tape;
    (<Disk as Probe>::probe(&Disk) && Share.probe() && settled(&Disk) && dynamic.loaded()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
