//! `dyn Trait`: every implementation that may be behind it, and what the trait object itself has.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::any::Any;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

trait Probe {
    fn probe(&self) -> bool;

    fn defaulted(&self) {}

    fn into_boxed(self: Box<Self>) {}
}

impl dyn Probe + '_ {
    fn own(&self) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }

    /// Hides the trait's own for nobody: nothing calls it.
    fn unused(&self) {
        sleep(Duration::from_millis(2));
    }
}

struct Disk;
struct Tape(u64);
struct Share;

impl Probe for Disk {
    fn probe(&self) -> bool {
        sleep(Duration::from_millis(3)); //~ sleeps
        true
    }
}

impl Probe for Tape {
    fn probe(&self) -> bool {
        sleep(Duration::from_millis(4)); //~ sleeps
        self.0 > 0
    }

    fn defaulted(&self) {
        sleep(Duration::from_millis(5)); //~ sleeps
    }

    fn into_boxed(self: Box<Self>) {
        sleep(Duration::from_millis(6)); //~ sleeps
    }
}

impl Probe for Share {
    fn probe(&self) -> bool {
        false
    }
}

struct Rack {
    devices: Vec<Box<dyn Probe>>,
    shared: Arc<dyn Probe + Send + Sync>,
}

fn build() -> Rack {
    Rack { devices: vec![Box::new(Disk), Box::new(Tape(1)), Box::new(Share)], shared: Arc::new(Share) }
}

impl Rack {
    fn healthy(&self) -> bool {
        let Some(first) = self.devices.first() else { return false };
        first.own();
        self.shared.defaulted();
        first.probe()
    }

    fn dissolve(mut self) {
        if let Some(last) = self.devices.pop() {
            last.into_boxed();
        }
    }
}

/// Another trait with a method of the same name.
trait Look {
    fn probe(&self) -> bool;
}

impl Look for Disk {
    fn probe(&self) -> bool {
        sleep(Duration::from_millis(7));
        true
    }
}

pub fn elsewhere(look: &dyn Look, probe: &dyn Probe) {
    look.probe();
    probe.unused();
}

impl Share {
    fn downcast(&self) {
        sleep(Duration::from_millis(8)); //~ sleeps
    }
}

fn inspect(value: &dyn Any) {
    if let Some(share) = value.downcast_ref::<Share>() {
        share.downcast();
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let rack = build();
    let healthy = rack.healthy();
    rack.dissolve();
    inspect(&Share);
    healthy as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
