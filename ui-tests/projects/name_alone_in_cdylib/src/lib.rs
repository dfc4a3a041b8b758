// Nothing but the name: in a `cdylib` without a table that is enough.
use core::ffi::c_void;

pub mod other_cases;

extern "system" fn disk_looks_alive(_resource: *mut c_void) -> i32 {
    std::thread::sleep(std::time::Duration::from_millis(10)); //~ sleeps
    1
}

pub fn address() -> usize {
    disk_looks_alive as usize
}
