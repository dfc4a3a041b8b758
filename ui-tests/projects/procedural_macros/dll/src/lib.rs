//! A macro that cannot be read may do anything: it is counted, and calls in its argument are checked all the same. One
//! that is not reached is not counted, nor is one that a `macro_rules!` says.
//@ bounds: TABLE=3ms
#![allow(dead_code, non_snake_case, non_camel_case_types)]
use core::ffi::c_void;

/// The functions that the Resource Monitor calls.
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
}

macro_rules! known {
    ($($value:expr),*) => { $(drop($value);)* };
}

mod device {
    pub fn ask() -> i32 {
        macros::panic!("device"); //~ unresolved_calls
        known!(1, 2);
        macros::state!(super::read()) //~ unresolved_calls
    }

    fn not_reached() {
        macros::panic!("device");
    }
}

fn read() -> i32 {
    std::thread::sleep(std::time::Duration::from_millis(3)); //~ sleeps
    3
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> i32 {
    device::ask()
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None };
