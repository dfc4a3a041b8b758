//! A hand-written `repr(C)` table, fields in the platform's case.

use core::ffi::c_void;

#[allow(non_snake_case)]
#[repr(C)]
pub struct Functions {
    pub size: u32,
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
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

pub static FUNCTIONS: Functions = Functions { size: 0, Terminate: Some(disk_stop), LooksAlive: Some(disk_check), IsAlive: Some(disk_verify) };
