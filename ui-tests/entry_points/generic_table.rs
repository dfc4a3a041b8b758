//! A generic type whose associated table names its own trampolines.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::marker::PhantomData;
use windows::*;

pub trait Resource {
    fn healthy() -> bool;
}

pub struct Table<R>(PhantomData<R>);

impl<R: Resource> Table<R> {
    pub const FUNCTIONS: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: None, Close: None, Online: None, Offline: None, Terminate: Some(Self::terminate), LooksAlive: Some(Self::looks_alive), IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None };

    unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
        R::healthy() as BOOL
    }

    unsafe extern "system" fn terminate(_resource: *mut c_void) {}
}

pub struct Disk;

impl Resource for Disk {
    fn healthy() -> bool {
        unsafe { Sleep(10) } //~ sleeps
        true
    }
}

pub static TABLE: CLRES_V1_FUNCTIONS = Table::<Disk>::FUNCTIONS;
