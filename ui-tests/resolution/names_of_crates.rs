//! Names of crates: `::std`, `extern crate` under another name, and a module that takes the name `std`.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
extern crate core as kernel;
extern crate std as platform;

/// Not the library.
#[allow(dead_code)]
mod std {
    pub mod thread {
        pub fn sleep(_length: core::time::Duration) {}
    }
}

mod below {
    pub fn renamed() {
        platform::thread::sleep(kernel::time::Duration::from_millis(1)); //~ sleeps
    }

    pub fn absolute() {
        ::std::thread::sleep(::core::time::Duration::from_millis(2)); //~ sleeps
    }

    // Here no module `std` is in scope.
    pub fn prelude() {
        std::thread::sleep(core::time::Duration::from_millis(3)); //~ sleeps
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    below::renamed();
    below::absolute();
    below::prelude();
    std::thread::sleep(core::time::Duration::from_secs(1));
    self::std::thread::sleep(core::time::Duration::from_secs(2));
    crate::std::thread::sleep(core::time::Duration::from_secs(3));
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
