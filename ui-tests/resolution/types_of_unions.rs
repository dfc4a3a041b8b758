//! Fields of unions have the types that are declared.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::mem::ManuallyDrop;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

#[derive(Clone, Copy)]
struct Slow;

#[derive(Clone, Copy)]
struct Quick;

impl Slow {
    fn touch(self) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }
}

impl Quick {
    fn touch(self) {}
}

struct Owned;

impl Owned {
    fn touch(&self) {
        sleep(Duration::from_millis(2)); //~ sleeps
    }

    fn untouched(&self) {
        sleep(Duration::from_millis(3));
    }
}

union Slot {
    slow: Slow,
    quick: Quick,
    owned: ManuallyDrop<Owned>,
    number: u32,
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let slot = Slot { quick: Quick };
    slot.quick.touch();
    let Slot { slow } = slot;
    slow.touch();
    slot.owned.touch();
    slot.number as BOOL
}

pub fn elsewhere() {
    Owned.untouched();
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
