//! Functions as values: in arrays, constants and fields, methods by their paths, constructors, and aliases of their types.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

type Check = fn(u64) -> bool;

fn first(length: u64) -> bool {
    sleep(Duration::from_millis(length)); //~ sleeps
    true
}

fn second(length: u64) -> bool {
    sleep(Duration::from_millis(length)); //~ sleeps
    true
}

fn chosen() -> Check {
    third
}

fn third(length: u64) -> bool {
    sleep(Duration::from_millis(length)); //~ sleeps
    true
}

fn no_check(_text: &str) {
    sleep(Duration::from_millis(4));
}

struct Disk;

impl Disk {
    fn healthy(&self) -> bool {
        sleep(Duration::from_millis(5)); //~ sleeps
        true
    }

    fn new(_number: u8) -> Disk {
        sleep(Duration::from_millis(6)); //~ sleeps
        Disk
    }
}

struct Wrapper(Disk);

impl Wrapper {
    fn open(self) -> Disk {
        sleep(Duration::from_millis(7)); //~ sleeps
        self.0
    }
}

trait Settle {
    fn settle(&self);
}

impl Settle for Disk {
    fn settle(&self) {
        sleep(Duration::from_millis(8)); //~ sleeps
    }
}

const FIRST: Check = first;

pub fn elsewhere() -> fn(&str) {
    no_check
}

fn apply<T, R>(value: T, function: fn(T) -> R) -> R {
    function(value)
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let table: [Check; 1] = [second];
    let mut alive = FIRST(1);
    if let Some(check) = table.first() {
        alive &= check(2);
    }
    alive &= chosen()(3);
    let disk = Some(1).map(Disk::new).map(Wrapper).map(Wrapper::open);
    alive &= disk.as_ref().is_some_and(Disk::healthy);
    disk.as_ref().map(Settle::settle);
    alive &= apply(Disk, |disk| disk.healthy());
    alive as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
