//! A field that is left at its default; the twin names it.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub fn no_terminate() -> CLRES_V2_FUNCTIONS {
    CLRES_V2_FUNCTIONS { LooksAlive: Some(looks_alive), ..Default::default() } //~ missing_entry_points
}

pub fn by_type() -> CLRES_V2_FUNCTIONS {
    CLRES_V2_FUNCTIONS { Terminate: Some(terminate), ..CLRES_V2_FUNCTIONS::default() } //~ missing_entry_points
}

pub fn both() -> CLRES_V2_FUNCTIONS {
    CLRES_V2_FUNCTIONS { LooksAlive: Some(looks_alive), Terminate: Some(terminate), ..Default::default() }
}
