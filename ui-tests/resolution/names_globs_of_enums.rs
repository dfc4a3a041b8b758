//! Globs of enums: variants and constructors, one of them under the name of a function elsewhere.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
mod actions {
    pub enum Action {
        Sleep(u64),
        Idle,
    }

    impl Action {
        pub fn run(self) {
            match self {
                Action::Sleep(length) => std::thread::sleep(std::time::Duration::from_millis(length)), //~ sleeps
                Action::Idle => {}
            }
        }

        pub fn never(self) {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    }
}

mod by_glob {
    use super::actions::Action::*;

    pub fn run() {
        // The variant, not Win32's `Sleep`.
        let made = Sleep(5);
        made.run();
        let _unused = Idle;
    }
}

mod renamed {
    pub use super::actions::Action::{self as Deed, Idle as Rest};

    impl Deed {
        pub fn nap(&self) {
            std::thread::sleep(std::time::Duration::from_millis(2)); //~ sleeps
        }
    }
}

use renamed::{Deed, Rest};

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    by_glob::run();
    Rest.nap();
    let _alias: Deed = Deed::Sleep(100);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
