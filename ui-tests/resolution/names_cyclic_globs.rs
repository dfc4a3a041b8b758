//! Modules that import each other by globs, and what is around them: a fixed point is reached, and names lead where they lead.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
mod left {
    pub use super::right::*;

    pub fn from_left() {
        from_right();
    }
}

mod right {
    pub use super::left::*;
    pub use super::*;

    pub fn from_right() {
        std::thread::sleep(std::time::Duration::from_millis(1)); //~ sleeps
    }

    pub fn unused() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}

mod itself {
    pub use self::below::*;

    pub mod below {
        #[allow(unused_imports)]
        pub use super::*;
    }

    pub fn here() {
        std::thread::sleep(std::time::Duration::from_millis(3)); //~ sleeps
    }
}

pub fn from_the_root() {
    std::thread::sleep(std::time::Duration::from_millis(4)); //~ sleeps
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    right::from_left();
    left::from_the_root();
    left::itself::below::here();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
