//! A name that a glob brings gives way to one that is imported by itself, also for those who get both by another glob.
//@ bounds: TABLE=18ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

mod harmless {
    pub fn rest() {}
    pub fn settle() {}
}

mod slow {
    pub fn rest() {
        std::thread::sleep(std::time::Duration::from_millis(9)); //~ sleeps
    }

    pub fn never() {
        std::thread::sleep(std::time::Duration::from_secs(9));
    }
}

mod by_glob {
    use super::*;

    pub fn check() -> bool {
        rest();
        settle();
        true
    }
}

mod by_name {
    use super::rest as pause;

    pub fn check() -> bool {
        pause();
        true
    }
}

#[allow(unused_imports)]
use harmless::*;
use slow::rest;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    (by_glob::check() && by_name::check()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
