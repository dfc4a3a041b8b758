//! A trait object of which the package has no implementation, and one of which it has.
//@ args: -W unresolved_calls

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

pub trait Vendor {
    fn state(&self) -> bool;
}

trait Own {
    fn state(&self) -> bool;
}

struct Disk;

impl Own for Disk {
    fn state(&self) -> bool {
        true
    }
}

struct Instance {
    vendor: Box<dyn Vendor>,
    own: Box<dyn Own>,
}

pub fn open(vendor: Box<dyn Vendor>) -> *mut c_void {
    Box::into_raw(Box::new(Instance { vendor, own: Box::new(Disk) })) as *mut c_void
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let vendor = instance.vendor.state(); //~ unresolved_calls
    (vendor && instance.own.state()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
