//! `LooksAlive` or `Terminate` is `None`; the twin has both.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static NO_TERMINATE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: None, LooksAlive: Some(looks_alive), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None }; //~ missing_entry_points
pub static NO_LOOKS_ALIVE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: None, IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None }; //~ missing_entry_points
pub static NEITHER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: None, LooksAlive: None, IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None }; //~ missing_entry_points
pub static BOTH: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };
