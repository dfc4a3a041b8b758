//! What only the first edition can write: parameters of trait methods without a name, and `async`, `await`, `dyn` and `try` as names.
//@ bounds: TABLE=6ms
#![allow(non_snake_case, non_camel_case_types, anonymous_parameters, keyword_idents)]
use std::os::raw::c_void;
use std::thread::sleep;
use std::time::Duration;

/// The functions that the Resource Monitor calls.
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
}

trait Check {
    fn check(&self, u8) -> bool;
}

struct Disk;

impl Check for Disk {
    fn check(&self, number: u8) -> bool {
        sleep(Duration::from_millis(1)); //~ sleeps
        number > 0
    }
}

fn async(dyn: u64) {
    sleep(Duration::from_millis(dyn)); //~ sleeps
}

fn await(try: bool) -> bool {
    sleep(Duration::from_millis(3)); //~ sleeps
    try
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> i32 {
    async(2);
    (await(true) && Disk.check(1)) as i32
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None };
