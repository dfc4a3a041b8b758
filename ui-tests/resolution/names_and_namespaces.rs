//! One name in three namespaces, and locals that hide functions.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread;
use std::time::Duration;
use windows::*;

mod shared {
    /// A module, a function and a macro of one name come with one import.
    pub mod pause {
        pub fn inside() {
            std::thread::sleep(std::time::Duration::from_millis(1)); //~ sleeps
        }
    }

    pub fn pause() {
        std::thread::sleep(std::time::Duration::from_millis(2)); //~ sleeps
    }

    macro_rules! pause_ {
        () => {
            std::thread::sleep(std::time::Duration::from_millis(3)) //~ sleeps
        };
    }
    pub(crate) use pause_ as pause;
}

use shared::pause;

fn halt(length: Duration) {
    thread::sleep(length);
}

fn hidden_by_a_local(length: Duration) {
    let halt = |_length: Duration| {};
    halt(length);
}

fn hidden_by_a_parameter(halt: fn(Duration), length: Duration) {
    halt(length);
}

fn quiet(_length: Duration) {}

fn hidden_by_a_pattern(choice: Option<fn(Duration)>, length: Duration) {
    if let Some(halt) = choice {
        halt(length);
    }
}

fn back_again(length: Duration) {
    {
        let stop = quiet;
        stop(length);
    }
    stop(length);
}

fn stop(length: Duration) {
    thread::sleep(length); //~ sleeps
}

pub fn elsewhere() {
    halt(Duration::from_millis(4));
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    pause();
    pause::inside();
    pause!();
    hidden_by_a_local(Duration::from_millis(5));
    hidden_by_a_parameter(quiet, Duration::from_millis(6));
    hidden_by_a_pattern(Some(quiet), Duration::from_millis(7));
    back_again(Duration::from_millis(8));
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
