//! `pub(in …)`, `pub(super)`, `pub(crate)` and private items: who sees them decides what a glob means.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
mod outer {
    pub mod inner {
        pub mod core {
            pub(in crate::outer) fn within_outer() {
                std::thread::sleep(std::time::Duration::from_millis(1)); //~ sleeps
            }

            pub(super) fn within_inner() {
                std::thread::sleep(std::time::Duration::from_millis(2)); //~ sleeps
            }

            pub(crate) fn within_the_crate() {
                std::thread::sleep(std::time::Duration::from_millis(3)); //~ sleeps
            }

            fn within_core() {
                std::thread::sleep(std::time::Duration::from_millis(4)); //~ sleeps
            }

            pub fn everywhere() {
                within_core();
            }
        }

        use self::core::*;

        pub fn run() {
            within_inner();
        }
    }

    use self::inner::core::*;

    pub fn run() {
        within_outer();
        within_inner();
    }

    /// The glob does not bring the other one: it is not visible here.
    fn within_inner() {}
}

mod quiet {
    pub fn within_outer() {}
    pub fn within_core() {}
}

#[allow(unused_imports)]
use outer::inner::core::*;
use quiet::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    outer::run();
    outer::inner::run();
    within_the_crate();
    everywhere();
    // Both globs name these, and only one of them is visible.
    within_outer();
    within_core();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
