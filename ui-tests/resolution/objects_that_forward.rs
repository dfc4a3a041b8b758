//! An implementation that hands on to an object of the same trait is no recursion; what the object may be is followed.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

trait Probe {
    fn probe(&self) -> bool;
}

struct Disk;
impl Probe for Disk {
    fn probe(&self) -> bool {
        sleep(Duration::from_millis(1)); //~ sleeps
        true
    }
}

struct Counted(Box<dyn Probe>);
impl Probe for Counted {
    fn probe(&self) -> bool {
        self.0.probe()
    }
}

struct Node(u8);
impl Node {
    fn visit(&self, depth: u32) -> bool {
        sleep(Duration::from_millis(2)); //~ sleeps
        depth == 0 || self.visit(depth - u32::from(self.0)) //~ unbounded_loops
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let probe = &*(resource as *const Counted);
    (probe.probe() && Node(resource as usize as u8).visit(9)) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub fn made() -> Counted {
    Counted(Box::new(Counted(Box::new(Disk))))
}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
