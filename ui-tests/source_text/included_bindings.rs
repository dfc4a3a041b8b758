//! Bindings that a generator wrote, brought in with `include!`: they belong to the module that includes them, and their
//! own `mod` lie beside them.

#[allow(non_camel_case_types, non_snake_case, dead_code)]
mod sys {
    include!("included_bindings/bindings.rs");

    pub mod again {
        include!(concat!("included_bindings", "/more.rs"));
    }
}

use sys::*;

struct Instance {
    stopped: Handle,
    set_status: PSET_RESOURCE_STATUS_ROUTINE,
}

unsafe extern "system" fn looks_alive(resource: *mut core::ffi::c_void) -> i32 {
    let instance = &*(resource as *const Instance);
    let quick = instance.stopped.is_signalled();
    instance.stopped.wait();
    nap();
    again::rest();
    if let Some(set) = instance.set_status {
        set(0, core::ptr::null_mut()); //~ cluster_api_calls
    }
    quick as i32
}

unsafe extern "system" fn terminate(_resource: *mut core::ffi::c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None };
