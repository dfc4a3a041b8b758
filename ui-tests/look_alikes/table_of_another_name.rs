//! A struct literal whose type only resembles the tables' names.

use core::ffi::c_void;
use std::time::Duration;

#[allow(non_camel_case_types, non_snake_case)]
pub struct CLRES_V5_FUNCTIONS_PROPOSAL {
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> u64>,
}

unsafe extern "system" fn check(_resource: *mut c_void) -> u64 {
    std::thread::sleep(Duration::from_millis(10));
    1
}

pub static PROPOSAL: CLRES_V5_FUNCTIONS_PROPOSAL = CLRES_V5_FUNCTIONS_PROPOSAL { LooksAlive: Some(check) };
