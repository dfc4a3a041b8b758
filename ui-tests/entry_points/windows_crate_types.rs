//! Bindings in the shape of the `windows` crate: `BOOL` is a struct.

use core::ffi::c_void;
use bindings::*;

mod bindings {
    #![allow(non_snake_case, non_camel_case_types)]
    use core::ffi::c_void;

    #[repr(transparent)]
    #[derive(Clone, Copy)]
    pub struct BOOL(pub i32);
    pub type PTERMINATE_ROUTINE = Option<unsafe extern "system" fn(param0: *mut c_void)>;
    pub type PLOOKS_ALIVE_ROUTINE = Option<unsafe extern "system" fn(param0: *mut c_void) -> BOOL>;

    #[repr(C)]
    #[derive(Clone, Copy, Default)]
    pub struct CLRES_V2_FUNCTIONS {
        pub Terminate: PTERMINATE_ROUTINE,
        pub LooksAlive: PLOOKS_ALIVE_ROUTINE,
        pub IsAlive: PLOOKS_ALIVE_ROUTINE,
    }

    #[repr(C)]
    pub union CLRES_FUNCTION_TABLE_0 {
        pub V2Functions: CLRES_V2_FUNCTIONS,
    }

    #[repr(C)]
    pub struct CLRES_FUNCTION_TABLE {
        pub TableSize: u32,
        pub Version: u32,
        pub Anonymous: CLRES_FUNCTION_TABLE_0,
    }
}

extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    std::thread::sleep(std::time::Duration::from_millis(10)); //~ sleeps
    BOOL(1)
}

extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_FUNCTION_TABLE = CLRES_FUNCTION_TABLE {
    TableSize: 0,
    Version: 0x200,
    Anonymous: CLRES_FUNCTION_TABLE_0 {
        V2Functions: CLRES_V2_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None },
    },
};
