//! A hand-written `repr(C)` table, fields in mixed case.

use core::ffi::c_void;

#[allow(non_snake_case)]
#[repr(C)]
pub struct Functions {
    pub size: u32,
    pub TERMINATE: Option<unsafe extern "system" fn(*mut c_void)>,
    pub looks_alive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
}

unsafe extern "system" fn disk_check(_resource: *mut c_void) -> i32 {
    std::thread::sleep(std::time::Duration::from_millis(10)); //~ sleeps
    1
}

unsafe extern "system" fn disk_verify(_resource: *mut c_void) -> i32 {
    std::thread::sleep(std::time::Duration::from_millis(11));
    1
}

unsafe extern "system" fn disk_stop(_resource: *mut c_void) {}

pub static FUNCTIONS: Functions = Functions { size: 0, TERMINATE: Some(disk_stop), looks_alive: Some(disk_check), IsAlive: Some(disk_verify) };
