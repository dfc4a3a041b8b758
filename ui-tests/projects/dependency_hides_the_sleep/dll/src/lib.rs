//! A member hides a sleep, and so does a crate that is not a member.
//@ bounds: TABLE=44ms
#![allow(non_snake_case, non_camel_case_types)]
use core::ffi::c_void;

/// The functions that the Resource Monitor calls.
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> i32 {
    let own = helpers::settled();
    let foreign = vendored::probe(); //~ sleeps
    let method = vendored::Client::new().ready(); //~ sleeps
    let quick = vendored::quick();
    (own && foreign && method && quick) as i32
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {
    vendored::probe();
}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None };
