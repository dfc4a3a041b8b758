//! Literals: their suffix, the type that is expected, and what they fall back to.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

trait Nap {
    fn nap(&self) {}
    fn rest(&self) {}
}

impl Nap for i32 {
    fn nap(&self) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }
}

impl Nap for u8 {
    fn nap(&self) {
        sleep(Duration::from_millis(2)); //~ sleeps
    }
}

impl Nap for u64 {
    fn nap(&self) {
        sleep(Duration::from_millis(3));
    }
}

impl Nap for f64 {
    fn nap(&self) {
        sleep(Duration::from_millis(4)); //~ sleeps
    }
}

impl Nap for f32 {
    fn nap(&self) {
        sleep(Duration::from_millis(5));
    }
}

impl Nap for str {
    fn nap(&self) {
        sleep(Duration::from_millis(6)); //~ sleeps
    }
}

impl Nap for [u8; 2] {
    fn nap(&self) {
        sleep(Duration::from_millis(7)); //~ sleeps
    }
}

impl Nap for char {
    fn nap(&self) {
        sleep(Duration::from_millis(8)); //~ sleeps
    }
}

impl Nap for bool {
    fn nap(&self) {
        sleep(Duration::from_millis(9));
    }
}

impl Nap for i16 {
    fn rest(&self) {
        sleep(Duration::from_millis(10)); //~ sleeps
    }
}

impl Nap for usize {
    fn rest(&self) {
        sleep(Duration::from_millis(11)); //~ sleeps
    }
}

fn byte(_number: u8) {}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    Nap::nap(&7);
    let number = 5;
    byte(number);
    number.nap();
    2.5.nap();
    "text".nap();
    b"ab".nap();
    b'a'.rest();
    'a'.nap();
    true.rest();
    let short: i16 = -(1 + 2) * 3;
    short.rest();
    let size = "text".len() + 1;
    size.rest();
    1
}

pub fn elsewhere() {
    1u64.nap();
    1.0f32.nap();
    false.nap();
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
