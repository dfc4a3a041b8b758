//! Globs: of a module, of what a module imports by a glob, under a named import and a named item, and past what is private.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

mod near {
    pub use self::far::*;

    pub mod far {
        use std::{thread::sleep, time::Duration};

        pub fn both_ends() {
            sleep(Duration::from_millis(1)); //~ sleeps
        }

        pub fn hidden_by_an_item() {
            sleep(Duration::from_millis(2));
        }

        pub fn hidden_by_an_import() {
            sleep(Duration::from_millis(3));
        }

        pub fn hidden_in_a_block() {
            sleep(Duration::from_millis(4));
        }
    }
}

mod other {
    pub fn hidden_by_an_import() {}

    pub fn hidden_in_a_block() {}
}

/// Its `sleep` is private: a glob does not import it.
mod private {
    #[allow(dead_code)]
    fn sleep(_length: std::time::Duration) {}
}

mod past_what_is_private {
    #[allow(unused_imports)]
    use super::private::*;
    use std::thread::*;

    pub fn pause() {
        sleep(std::time::Duration::from_millis(5)); //~ sleeps
    }
}

mod loud {
    pub fn either() {
        std::thread::sleep(std::time::Duration::from_millis(6)); //~ sleeps
    }
}

mod twice {
    pub use super::loud::*;
}

use loud::*;
use near::*;
use other::hidden_by_an_import;
#[allow(unused_imports)]
use twice::*;

fn hidden_by_an_item() {}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    both_ends();
    hidden_by_an_item();
    hidden_by_an_import();
    {
        use other::*;
        hidden_in_a_block();
    }
    past_what_is_private::pause();
    either();
    let _ = Duration::ZERO;
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
