// Spellings of the name, and functions that miss one of the conditions.
use core::ffi::c_void;
use std::time::Duration;

#[allow(non_camel_case_types)]
pub type BOOL = i32;

#[allow(non_snake_case)]
pub unsafe extern "C" fn DiskLooksAlive(_resource: *mut c_void) -> BOOL {
    std::thread::sleep(Duration::from_millis(11)); //~ sleeps
    1
}

pub extern "system" fn LOOKS_ALIVE(_resource: *const c_void) -> BOOL {
    std::thread::sleep(Duration::from_millis(12)); //~ sleeps
    1
}

pub fn no_abi_looks_alive(_resource: *mut c_void) -> i32 {
    std::thread::sleep(Duration::from_millis(20));
    1
}

pub extern "system" fn two_parameters_looks_alive(_resource: *mut c_void, _more: u32) -> i32 {
    std::thread::sleep(Duration::from_millis(21));
    1
}

pub extern "system" fn no_pointer_looks_alive(_resource: u32) -> i32 {
    std::thread::sleep(Duration::from_millis(22));
    1
}

pub extern "system" fn other_result_looks_alive(_resource: *mut c_void) -> u64 {
    std::thread::sleep(Duration::from_millis(23));
    1
}

pub extern "system" fn looks_alive_not_at_the_end(_resource: *mut c_void) -> i32 {
    std::thread::sleep(Duration::from_millis(24));
    1
}
