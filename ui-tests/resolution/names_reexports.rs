//! Renames and re-exports: of functions, modules, types, traits as `_`, through several modules, with the old name taken.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
mod implementation {
    pub mod timing {
        pub fn pause() {
            std::thread::sleep(std::time::Duration::from_millis(1)); //~ sleeps
        }

        pub fn halt() {
            std::thread::sleep(std::time::Duration::from_millis(2)); //~ sleeps
        }

        pub fn unused() {
            std::thread::sleep(std::time::Duration::from_millis(3));
        }
    }

    pub struct Timer;

    impl Timer {
        pub fn start() -> Timer {
            std::thread::sleep(std::time::Duration::from_millis(4)); //~ sleeps
            Timer
        }
    }

    pub trait Settle {
        fn settle(&self);
    }

    impl Settle for Timer {
        fn settle(&self) {
            std::thread::sleep(std::time::Duration::from_millis(5)); //~ sleeps
        }
    }
}

mod facade {
    pub use super::implementation::{
        Settle as _, Timer as Clock,
        timing::{self as clockwork, halt as stop},
    };

    /// What the name of the module behind `clockwork` means here.
    pub mod timing {
        pub fn pause() {}
    }
}

mod prelude {
    pub use super::facade::clockwork::pause as rest;
    pub use super::facade::*;
}

use prelude::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    rest();
    timing::pause();
    stop();
    // `settle` comes with `Settle as _`, through two globs.
    Clock::start().settle();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
