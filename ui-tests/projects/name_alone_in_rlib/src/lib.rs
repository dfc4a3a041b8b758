// The same function in an ordinary library is none.
use core::ffi::c_void;

extern "system" fn disk_looks_alive(_resource: *mut c_void) -> i32 {
    std::thread::sleep(std::time::Duration::from_millis(10));
    1
}

pub fn address() -> usize {
    disk_looks_alive as usize
}
