//! An inherent method hides a trait's of the same name; a path that names the trait means the trait's.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

trait Check {
    fn check(&self) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }

    fn verify(&self) {
        sleep(Duration::from_millis(2));
    }

    fn create() -> u32 {
        sleep(Duration::from_millis(3)); //~ sleeps
        1
    }
}

struct Disk;
struct Tape;

impl Disk {
    fn check(&self) {}

    fn verify(&self) {}

    fn create() -> u32 {
        2
    }
}

impl Check for Disk {}
impl Check for Tape {}

impl Check for str {
    fn check(&self) {
        sleep(Duration::from_millis(4));
    }

    fn verify(&self) {
        sleep(Duration::from_millis(5)); //~ sleeps
    }
}

trait Length {
    fn len(&self) -> usize;
}

impl Length for str {
    fn len(&self) -> usize {
        sleep(Duration::from_millis(6));
        0
    }
}

fn generic<T: Check + ?Sized>(value: &T) {
    value.verify();
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    Disk.check();
    Disk.verify();
    Disk::create();
    Tape.check();
    <Disk as Check>::create();
    generic("c:");
    ("c:".len() == 2) as BOOL
}

pub fn elsewhere() {
    generic(&Disk);
    Check::check("d:");
    Length::len("d:");
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
