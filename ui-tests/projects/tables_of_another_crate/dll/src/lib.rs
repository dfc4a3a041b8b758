//! Tables whose parts are another crate's.
#![allow(non_snake_case)]
use core::ffi::c_void;
use framework::{BASE, CLRES_V1_FUNCTIONS, Resource, Table, WHOLE};

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> i32 {
    std::thread::sleep(std::time::Duration::from_millis(2)); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static FILLED: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive), Terminate: Some(terminate), ..BASE };

pub static HALF: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive), ..BASE }; //~ missing_entry_points

pub static TAKEN: CLRES_V1_FUNCTIONS = WHOLE;

pub struct Disk;

impl Resource for Disk {
    fn is_well() -> bool {
        std::thread::sleep(std::time::Duration::from_millis(3)); //~ sleeps
        true
    }
}

pub static GENERIC: CLRES_V1_FUNCTIONS = Table::<Disk>::FUNCTIONS;
