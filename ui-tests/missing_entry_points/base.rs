//! A `const` that is only a base is no table of its own, and its fields are not left at their default.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

const BASE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: None, IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };
pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive), ..BASE };
pub static STILL_NONE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { IsAlive: Some(looks_alive), ..BASE }; //~ missing_entry_points
pub static OVERRIDDEN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive), Terminate: None, ..BASE }; //~ missing_entry_points
