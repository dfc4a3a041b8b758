//! Items of the crate that have std's names: types, traits, functions and macros of the prelude and beside it.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

mod receiver {
    pub struct Receiver<T>(pub Option<T>);

    impl<T> Receiver<T> {
        pub fn recv(&mut self) -> Option<T> {
            self.0.take()
        }

        pub fn iter(&self) -> Option<&T> {
            self.0.as_ref()
        }
    }

    pub struct JoinHandle;

    impl JoinHandle {
        pub fn join(self) -> u8 {
            1
        }
    }

    pub struct Condvar;

    impl Condvar {
        pub fn wait(&self, number: u8) -> u8 {
            number
        }
    }

    pub struct Mutex;

    impl Mutex {
        pub fn lock(&self) -> u8 {
            std::thread::sleep(std::time::Duration::from_millis(1)); //~ sleeps
            1
        }
    }
}

mod prelude {
    pub enum Option {
        Some,
        None,
    }

    impl Option {
        /// Runs nothing.
        pub fn map(self, _with: impl Fn(u8) -> u8) -> u8 {
            match self {
                Option::Some => 1,
                Option::None => 0,
            }
        }
    }

    pub struct Vec;

    impl Vec {
        pub fn new() -> Vec {
            std::thread::sleep(std::time::Duration::from_millis(2)); //~ sleeps
            Vec
        }
    }

    /// Drops nothing.
    pub fn drop<T>(value: T) -> T {
        value
    }

    pub trait Into {
        fn into(self) -> u8;
    }

    impl Into for u8 {
        fn into(self) -> u8 {
            std::thread::sleep(std::time::Duration::from_millis(3)); //~ sleeps
            self
        }
    }
}

mod user {
    use super::prelude::{Into, Option, Vec, drop};

    pub fn run() -> u8 {
        let mapped = Option::Some.map(|number| {
            std::thread::sleep(std::time::Duration::from_millis(4));
            number
        });
        let _none = Option::None;
        let _list: Vec = Vec::new();
        Into::into(drop(mapped))
    }
}

macro_rules! println {
    ($($t:tt)*) => {
        std::thread::sleep(std::time::Duration::from_millis(5)) //~ sleeps
    };
}

macro_rules! vec {
    ($($t:tt)*) => {
        1u8
    };
}

macro_rules! assert {
    ($($t:tt)*) => {};
}

fn sleep(_length: Duration) {}

fn slow() -> bool {
    std::thread::sleep(Duration::from_millis(6));
    true
}

fn local() {
    fn sleep(_length: Duration) -> u8 {
        1
    }
    let thread = sleep;
    thread(Duration::from_secs(1));
    sleep(Duration::from_secs(2));
    self::sleep(Duration::from_secs(3));
}

pub fn elsewhere() -> bool {
    slow()
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    use receiver::*;
    let mut receiver = Receiver(Some(1));
    let mut sum = receiver.recv().unwrap_or(0) + JoinHandle.join() + Condvar.wait(1) + Mutex.lock();
    sum += receiver.iter().copied().unwrap_or(0);
    sum += user::run();
    println!("nothing is printed");
    sum += vec![slow(); 3];
    assert!(slow());
    sleep(Duration::from_secs(1));
    local();
    sum as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
