//! A trampoline that is registered for two of three types runs those two types' methods.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

trait Resource {
    fn looks_alive(&self) -> bool;
    fn terminate(&self) {}
}

struct Disk;
struct Share;
struct Tape;

impl Resource for Disk {
    fn looks_alive(&self) -> bool {
        unsafe { Sleep(10) } //~ sleeps
        true
    }
}

impl Resource for Share {
    fn looks_alive(&self) -> bool {
        unsafe { Sleep(11) } //~ sleeps
        true
    }
}

impl Resource for Tape {
    fn looks_alive(&self) -> bool {
        unsafe { Sleep(12) }
        true
    }
}

unsafe extern "system" fn looks_alive<R: Resource>(resource: *mut c_void) -> BOOL {
    let resource = &*(resource as *const R);
    resource.looks_alive() as BOOL
}

unsafe extern "system" fn terminate<R: Resource>(resource: *mut c_void) {
    let resource = &*(resource as *const R);
    resource.terminate()
}

pub static DISK: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate::<Disk>), LooksAlive: Some(looks_alive::<Disk>), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };
pub static SHARE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate::<Share>), LooksAlive: Some(looks_alive::<Share>), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };

pub fn elsewhere() -> bool {
    Tape.looks_alive()
}
