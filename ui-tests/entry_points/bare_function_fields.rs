//! A hand-written table whose fields are function pointers without `Option`: the value is `f`, not `Some(f)`.

use core::ffi::c_void;

#[allow(non_snake_case)]
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: unsafe extern "system" fn(*mut c_void),
    pub LooksAlive: unsafe extern "system" fn(*mut c_void) -> i32,
    pub IsAlive: unsafe extern "system" fn(*mut c_void) -> i32,
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> i32 {
    std::thread::sleep(std::time::Duration::from_millis(10)); //~ sleeps
    1
}

unsafe extern "system" fn is_alive(_resource: *mut c_void) -> i32 {
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: terminate, LooksAlive: looks_alive, IsAlive: is_alive };
