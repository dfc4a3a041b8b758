//! `Some(<T as Trait>::f)`, one implementation in the table, the other not.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

trait Resource {
    unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL;
    unsafe extern "system" fn terminate(_resource: *mut c_void) {}
}

struct Disk;
struct Share;

impl Resource for Disk {
    unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
        Sleep(10); //~ sleeps
        1
    }
}

impl Resource for Share {
    unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
        Sleep(11);
        1
    }
}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(<Disk as Resource>::terminate), LooksAlive: Some(<Disk as Resource>::looks_alive), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };

pub fn elsewhere() {
    unsafe { Share::looks_alive(null_mut()) };
}
