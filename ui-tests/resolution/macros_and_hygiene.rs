//! Hygiene: locals that a macro writes are not the user's; items that it names are those of the place of invocation.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

fn quiet(_length: Duration) {}

macro_rules! with_own_local {
    ($call:expr) => {{
        #[allow(unused_variables)]
        let pause = quiet;
        $call
    }};
}

macro_rules! with_own_length {
    ($length:expr) => {{
        let length = Duration::ZERO;
        quiet(length);
        $length
    }};
}

macro_rules! named_by_the_user {
    ($name:ident, $call:expr) => {{
        let $name = quiet;
        $call
    }};
}

macro_rules! here {
    () => {
        pause_here()
    };
}

mod loud {
    fn pause_here() {
        std::thread::sleep(std::time::Duration::from_millis(1)); //~ sleeps
    }

    pub fn run() {
        here!();
    }
}

mod silent {
    fn pause_here() {}

    pub fn run() {
        here!();
    }
}

macro_rules! leave_loop {
    ($body:expr) => {
        'outer: loop {
            $body;
            break 'outer;
        }
    };
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let pause = sleep;
    with_own_local!(pause(Duration::from_millis(2))); //~ sleeps
    let length = Duration::from_millis(3);
    sleep(with_own_length!(length)); //~ sleeps
    named_by_the_user!(pause, pause(Duration::from_millis(4)));
    loud::run();
    silent::run();
    'outer: {
        leave_loop!(if resource.is_null() {
            break 'outer;
        });
        sleep(Duration::from_millis(5)); //~ sleeps
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
