//! Macros that panic, at their names; what is written for debug builds only, or for a case that a constant rules out, is not there.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

const STRICT: bool = false;

struct Instance {
    kind: u32,
    count: u32,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    assert!(!resource.is_null()); //~ panics_across_ffi
    assert!(instance.count < 10, "too many: {}", instance.count); //~ panics_across_ffi
    assert_eq!(instance.count, 4); //~ panics_across_ffi
    std::assert_ne!(instance.count, 5); //~ panics_across_ffi
    const { assert!(core::mem::size_of::<Instance>() == 8) };
    if STRICT {
        panic!("strict");
    }
    match instance.kind {
        0 => panic!("no kind"), //~ panics_across_ffi
        1 => todo!(), //~ panics_across_ffi
        2 => unimplemented!("kind {}", 2), //~ panics_across_ffi
        3 => unreachable!(), //~ panics_across_ffi
        4 => std::panic::panic_any(4u32), //~ panics_across_ffi
        _ => TRUE,
    }
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
