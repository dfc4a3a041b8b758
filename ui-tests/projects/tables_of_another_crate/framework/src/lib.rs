//! What tables are made of, for others: a base that lacks everything, a whole one, one of a generic type, and the interval.
#![allow(non_snake_case, non_camel_case_types)]
use core::ffi::c_void;

/// The functions that the Resource Monitor calls.
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
}

/// Others take it as a base, and fill it: it is no table that lacks anything.
pub const BASE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: None, LooksAlive: None, IsAlive: None };

pub const WHOLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None };

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> i32 {
    std::thread::sleep(std::time::Duration::from_millis(1)); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub trait Resource {
    fn is_well() -> bool;
}

pub struct Table<R>(core::marker::PhantomData<R>);

impl<R: Resource> Table<R> {
    pub const FUNCTIONS: CLRES_V1_FUNCTIONS =
        CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(Self::looks_alive), IsAlive: None };

    unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> i32 {
        R::is_well() as i32
    }
}

