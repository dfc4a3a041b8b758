//! Levels from the configuration: a lint raised, a group lowered, a lint silenced, an allowed one asked for.
//@ bounds: TABLE=none+35ms
#![allow(non_snake_case, non_camel_case_types)]
use core::ffi::c_void;

/// The functions that the Resource Monitor calls.
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
}

extern "C" {
    fn vendor_state(device: u32) -> i32;
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> i32 {
    std::thread::sleep(std::time::Duration::from_millis(10)); //~ sleeps
    std::thread::park(); //~ unbounded_waits
    let _ = std::fs::remove_file(r"C:\Contoso\beat");
    vendor_state(1) //~ unresolved_calls
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None };
