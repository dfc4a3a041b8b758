//! Arrays, slices, tuples and ranges.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::ops::Range;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

#[derive(Clone, Copy)]
struct Disk;

impl Disk {
    fn a(&self) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }
    fn b(&self) {
        sleep(Duration::from_millis(2)); //~ sleeps
    }
    fn c(&self) {
        sleep(Duration::from_millis(3)); //~ sleeps
    }
    fn d(&self) -> bool {
        sleep(Duration::from_millis(4)); //~ sleeps
        true
    }
    fn e(&self) {
        sleep(Duration::from_millis(5)); //~ sleeps
    }
    fn f(&self) {
        sleep(Duration::from_millis(6)); //~ sleeps
    }
}

trait Touch {
    fn touch(&self);
}

impl Touch for [Disk] {
    fn touch(&self) {
        sleep(Duration::from_millis(7)); //~ sleeps
    }
}

impl Touch for [Disk; 3] {
    fn touch(&self) {
        sleep(Duration::from_millis(8)); //~ sleeps
    }
}

impl<T> Touch for (T, u8) {
    fn touch(&self) {
        sleep(Duration::from_millis(9)); //~ sleeps
    }
}

impl<T> Touch for (T, u16) {
    fn touch(&self) {
        sleep(Duration::from_millis(10));
    }
}

impl Touch for Range<u8> {
    fn touch(&self) {
        sleep(Duration::from_millis(11)); //~ sleeps
    }
}

impl Touch for Range<u32> {
    fn touch(&self) {
        sleep(Duration::from_millis(12));
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let three = [Disk; 3];
    three[0].a();
    let nested = [(1, [Disk, Disk]), (2, three_to_two(three))];
    nested[1].1[0].b();
    let tuple = (1, (Disk, "c"), [Disk]);
    (tuple.1).0.c();
    tuple.1.0.c();
    let alive = three.iter().all(Disk::d);
    for disk in three {
        disk.e();
    }
    for number in 0..2 {
        if number == 1 {
            Disk.f();
        }
    }
    three.touch();
    three.as_slice().touch();
    (Disk, 1u8).touch();
    (0..1u8).touch();
    alive as BOOL
}

fn three_to_two(three: [Disk; 3]) -> [Disk; 2] {
    let [first, second, _] = three;
    [first, second]
}

pub fn elsewhere() {
    (1, 1u16).touch();
    (0..1u32).touch();
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
