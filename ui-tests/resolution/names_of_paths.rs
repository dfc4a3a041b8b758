//! `self`, `super`, `crate`, `Self` and qualified paths.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
pub fn at_the_root() {
    std::thread::sleep(std::time::Duration::from_millis(1)); //~ sleeps
}

mod first {
    pub fn at_the_root() {}

    pub mod second {
        use self::here::{self as place, leave};
        use super::super::at_the_root;

        pub mod here {
            pub fn stay() {
                std::thread::sleep(std::time::Duration::from_millis(2)); //~ sleeps
            }

            pub fn leave() {
                std::thread::sleep(std::time::Duration::from_millis(3)); //~ sleeps
            }

            pub fn unused() {
                std::thread::sleep(std::time::Duration::from_millis(4));
            }
        }

        pub fn run() {
            at_the_root();
            super::at_the_root();
            crate::first::at_the_root();
            place::stay();
            leave();
        }
    }
}

trait Settle {
    const SHORT: u64;

    fn length() -> u64 {
        Self::SHORT
    }
}

struct Disk<T>(T);

impl<T> Settle for Disk<T> {
    const SHORT: u64 = 5;
}

impl<T> Disk<T> {
    fn settle(&self) {
        Self::wait();
        <Self as Settle>::length();
    }

    fn wait() {
        std::thread::sleep(std::time::Duration::from_millis(<Self as Settle>::SHORT)); //~ sleeps
    }
}

impl Disk<u8> {
    fn only_bytes() {
        std::thread::sleep(std::time::Duration::from_millis(6)); //~ sleeps
    }
}

impl Disk<u16> {
    fn only_words() {
        std::thread::sleep(std::time::Duration::from_millis(7));
    }
}

pub fn elsewhere() {
    Disk::<u16>::only_words();
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    self::first::second::run();
    Disk("c").settle();
    <Disk<u8>>::only_bytes();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
