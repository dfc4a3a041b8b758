//! `impl Trait` as an argument and as a result.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

trait Probe {
    fn probe(&self) -> bool;
}

struct Disk;
struct Tape;
struct Share;

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

impl Probe for Share {
    fn probe(&self) -> bool {
        true
    }
}

fn argument(probe: impl Probe) -> bool {
    probe.probe()
}

fn result() -> impl Probe {
    Disk
}

fn quiet() -> impl Probe {
    Share
}

fn closure(length: u64) -> impl Fn() -> bool {
    move || {
        sleep(Duration::from_millis(length)); //~ sleeps
        true
    }
}

fn not_called() -> impl Fn() -> bool {
    || {
        sleep(Duration::from_millis(4));
        true
    }
}

fn iterator() -> impl Iterator<Item = impl Probe> {
    std::iter::once(Disk)
}

struct Rack;

impl Rack {
    fn devices(&self) -> impl Iterator<Item = u64> + '_ {
        [5, 6].into_iter().inspect(|length| sleep(Duration::from_millis(*length))) //~ sleeps
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let first = result().probe();
    let second = argument(quiet());
    let third = closure(3)();
    let _fourth = not_called();
    let fifth = iterator().next().is_some_and(|probe| probe.probe());
    let sixth = Rack.devices().count();
    (first && second && third && fifth && sixth == 2) as BOOL
}

pub fn elsewhere() -> bool {
    argument(Tape)
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
