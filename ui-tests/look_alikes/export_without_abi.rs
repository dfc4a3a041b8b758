//! An exported name needs an `extern` ABI; a name without an export is none.

use core::ffi::c_void;
use std::time::Duration;

#[no_mangle]
pub fn LooksAlive(_resource: *mut c_void) -> u64 {
    std::thread::sleep(Duration::from_millis(10));
    1
}

pub mod inner {
    use core::ffi::c_void;
    use std::time::Duration;

    #[allow(non_snake_case)]
    pub extern "system" fn LooksAlive(_resource: *mut c_void) -> u64 {
        std::thread::sleep(Duration::from_millis(10));
        1
    }
}
