//! One helper for both checks: told to do less, it is another check; told the same, it is the same.
//@ bounds: LESS=1ms SAME=3ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

struct Disk;

#[derive(Clone, Copy, PartialEq)]
enum Depth {
    Cursory,
    Full,
}

impl Disk {
    fn verify(&self, depth: Depth) -> bool {
        std::thread::sleep(Duration::from_millis(1)); //~ sleeps
        depth == Depth::Cursory || self.probe()
    }

    fn probe(&self) -> bool {
        std::thread::sleep(Duration::from_millis(2)); //~ sleeps
        true
    }
}

unsafe fn disk<'a>(resource: *mut c_void) -> &'a Disk {
    &*(resource as *const Disk)
}

unsafe extern "system" fn cursory(resource: *mut c_void) -> BOOL {
    disk(resource).verify(Depth::Cursory) as BOOL
}

unsafe extern "system" fn full(resource: *mut c_void) -> BOOL {
    disk(resource).verify(Depth::Full) as BOOL
}

unsafe extern "system" fn full_as_well(resource: *mut c_void) -> BOOL {
    disk(resource).verify(Depth::Full) as BOOL //~ full_health_checks
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static LESS: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(cursory), IsAlive: Some(full),
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static SAME: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(full_as_well), IsAlive: Some(full),
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
