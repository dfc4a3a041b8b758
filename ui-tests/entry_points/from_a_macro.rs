//! A table that a `macro_rules!` of the workspace writes.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

macro_rules! resource_dll {
    ($name:ident, $looks_alive:path, $terminate:path) => {
        pub static $name: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
            Open: None, Close: None, Online: None, Offline: None, Terminate: Some($terminate), LooksAlive: Some($looks_alive), IsAlive: None,
            Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
        };
    };
}

mod disk {
    use super::windows::*;

    pub unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
        Sleep(10); //~ sleeps
        1
    }

    pub unsafe extern "system" fn terminate(_resource: *mut c_void) {}
}

resource_dll!(TABLE, disk::looks_alive, disk::terminate);
