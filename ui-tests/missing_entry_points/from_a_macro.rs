//! A table that a macro writes without `Terminate`: the place is in the macro.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

macro_rules! table {
    ($name:ident) => {
        pub static $name: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { //~ missing_entry_points
            Open: None, Close: None, Online: None, Offline: None, Terminate: None, LooksAlive: Some(looks_alive), IsAlive: None,
            Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
        };
    };
}

table!(TABLE);

pub static USED: unsafe extern "system" fn(*mut c_void) = terminate;
