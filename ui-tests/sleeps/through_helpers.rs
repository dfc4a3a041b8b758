//! The sleep stands three calls away, in nested modules; the place is the innermost call.
//@ bounds: TABLE=20ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

mod probe {
    pub mod deep {
        use std::time::Duration;

        pub fn check() -> bool {
            self::pause::short();
            super::settle();
            true
        }

        mod pause {
            pub fn short() {
                std::thread::sleep(super::Duration::from_millis(10)); //~ sleeps
            }
        }
    }

    fn settle() {
        unsafe { crate::windows::Sleep(10) } //~ sleeps
    }
}

use probe::deep::check as probe_check;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    probe_check() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
