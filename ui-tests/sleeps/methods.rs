//! Methods: inherent, through a field, through `Box` and `Arc`, associated functions, `Self`.
//@ bounds: TABLE=46ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::Arc;
use std::time::Duration;
use windows::*;

struct Disk;

impl Disk {
    fn new() -> Self {
        Disk
    }

    fn spin_up(&self) {
        Self::wait_for_motor();
    }

    fn wait_for_motor() {
        std::thread::sleep(Duration::from_millis(10)); //~ sleeps
    }

    fn boxed(&self) {
        std::thread::sleep(Duration::from_millis(11)); //~ sleeps
    }

    fn shared(&self) {
        std::thread::sleep(Duration::from_millis(12)); //~ sleeps
    }

    fn built(&self) {
        std::thread::sleep(Duration::from_millis(13)); //~ sleeps
    }

    fn never_called(&self) {
        std::thread::sleep(Duration::from_millis(14));
    }
}

struct Instance {
    disk: Disk,
    spare: Box<Disk>,
    mirror: Arc<Disk>,
}

impl Instance {
    fn healthy(&self) -> bool {
        self.disk.spin_up();
        self.spare.boxed();
        self.mirror.shared();
        let fresh = Disk::new();
        fresh.built();
        true
    }
}

pub fn elsewhere(disk: &Disk) {
    disk.never_called();
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    instance.healthy() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
