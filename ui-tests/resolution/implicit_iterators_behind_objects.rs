//! A boxed iterator runs the `next` of what is behind it.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Boxed(u8);

impl Iterator for Boxed {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        sleep(Duration::from_millis(1)); //~ sleeps
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}

/// Its items are not those that the object gives.
struct Other;

impl Iterator for Other {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        sleep(Duration::from_millis(2));
        None
    }
}

fn boxed() -> Box<dyn Iterator<Item = u8>> {
    Box::new(Boxed(1))
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    boxed().next().is_some() as BOOL
}

pub fn elsewhere() -> Box<dyn Iterator<Item = u16>> {
    Box::new(Other)
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
