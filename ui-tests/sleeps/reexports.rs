//! `pub use` chains, glob imports and renames lead to the same function.
//@ bounds: TABLE=33ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

mod time {
    pub use std::thread::*;
    pub use std::time::Duration as Length;
}

mod facade {
    pub use super::time::sleep as rest;
    pub mod prelude {
        pub use super::super::time::Length;
        pub use super::rest as take_a_rest;
    }
}

use facade::prelude::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    time::sleep(Length::from_millis(10)); //~ sleeps
    facade::rest(Length::from_millis(11)); //~ sleeps
    take_a_rest(Length::from_millis(12)); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
