//! Which macro a name means: textual order, `#[macro_use]`, `#[macro_export]`, imports, and what `$crate` is.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
macro_rules! pause {
    () => {};
}

fn before() {
    pause!();
}

macro_rules! pause {
    () => {
        std::thread::sleep(std::time::Duration::from_millis(1)) //~ sleeps
    };
}

fn after() {
    pause!();
}

fn inside() {
    macro_rules! pause {
        () => {
            std::thread::sleep(std::time::Duration::from_millis(2)) //~ sleeps
        };
    }
    pause!();
}

#[macro_use]
mod tools {
    macro_rules! from_a_module {
        () => {
            std::thread::sleep(std::time::Duration::from_millis(3)) //~ sleeps
        };
    }

    pub mod deep {
        #[macro_export]
        macro_rules! exported {
            ($length:expr) => {
                $crate::tools::deep::wait($length)
            };
        }

        pub fn wait(length: u64) {
            std::thread::sleep(std::time::Duration::from_millis(length)); //~ sleeps
        }
    }
}

mod private {
    macro_rules! from_a_module_without {
        () => {
            std::thread::sleep(std::time::Duration::from_millis(4)) //~ sleeps
        };
    }
    pub(crate) use from_a_module_without as renamed;

    // Visible only below, and only here.
    macro_rules! from_a_module {
        () => {};
    }

    pub fn run() {
        from_a_module!();
    }
}

mod user {
    pub fn run() {
        use crate::private::renamed;
        renamed!();
        crate::exported!(5);
    }

    /// Not what `$crate::tools::deep::wait` means.
    #[allow(dead_code)]
    pub mod tools {
        pub mod deep {
            pub fn wait(_length: u64) {}
        }
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    before();
    after();
    inside();
    from_a_module!();
    private::run();
    user::run();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
