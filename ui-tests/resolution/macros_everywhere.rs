//! Invocations in every position: items, statements, tails, operands, arguments, patterns, types, arms, members of impls and traits.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

macro_rules! method {
    ($name:ident, $length:expr) => {
        fn $name(&self) {
            sleep(Duration::from_millis($length)); //~ sleeps
        }
    };
}

macro_rules! signature {
    ($name:ident) => {
        fn $name(&self);
    };
}

macro_rules! disk {
    () => {
        Disk
    };
}

macro_rules! any {
    ($inner:pat) => {
        Some($inner) | Some($inner)
    };
}

macro_rules! check {
    ($length:expr) => {{
        let length = Duration::from_millis($length);
        sleep(length); //~ sleeps
        true
    }};
}

macro_rules! statements {
    ($name:ident) => {
        let $name = Disk;
        $name.second();
    };
}

struct Disk;

trait Probe {
    signature!(first);
}

impl Probe for disk!() {
    method!(first, 1);
}

impl Disk {
    method! { second, 2 }
    method! { third, 3 }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let alive = check!(4) && !check!(5);
    statements!(disk);
    Probe::first(&disk);
    let other: Option<disk!()> = Some(disk!());
    match other {
        any!(Disk) if check!(6) => {}
        _ => {}
    }
    drop([check![7], check! { 8 }]);
    if resource.is_null() { check!(9) as BOOL } else { alive as BOOL }
}

pub fn elsewhere() {
    Disk.third();
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
