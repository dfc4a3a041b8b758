//! Exported names are case-sensitive.

use core::ffi::c_void;
use std::time::Duration;

#[no_mangle]
pub extern "system" fn looksalive(_resource: *mut c_void) -> u64 {
    std::thread::sleep(Duration::from_millis(10));
    1
}

#[export_name = "LOOKSALIVE"]
pub extern "system" fn check(_resource: *mut c_void) -> u64 {
    std::thread::sleep(Duration::from_millis(10));
    1
}
