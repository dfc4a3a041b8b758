// Generated.
mod types;
pub use types::Handle;

pub type BOOL = i32;
pub type PSET_RESOURCE_STATUS_ROUTINE = Option<unsafe extern "system" fn(isize, *mut core::ffi::c_void) -> u32>;

#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut core::ffi::c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut core::ffi::c_void) -> BOOL>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut core::ffi::c_void) -> BOOL>,
}

macro_rules! link {
    (fn $name:ident($($argument:ident: $ty:ty),*) -> $result:ty) => {
        extern "system" {
            pub fn $name($($argument: $ty),*) -> $result;
        }
    };
}

link!(fn WaitForSingleObject(handle: *mut core::ffi::c_void, milliseconds: u32) -> u32);

pub fn nap() {
    std::thread::sleep(std::time::Duration::from_millis(5)); //~ sleeps
}
