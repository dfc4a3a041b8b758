//! Repetitions: separators, optional parts, nesting, several variables in step; a repetition of nothing writes nothing.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

struct Rest;

impl Rest {
    fn of(self, length: u64) -> Rest {
        std::thread::sleep(Duration::from_millis(length)); //~ sleeps
        self
    }
}

macro_rules! in_turn {
    ($($name:ident => $length:expr),* $(,)?) => {
        $($name($length);)*
    };
}

macro_rules! chain {
    ($start:expr $(, $length:expr)*) => {
        $start$(.of($length))*
    };
}

macro_rules! optional {
    ($body:expr $(; finally $last:expr)?) => {{
        let value = $body;
        $($last;)?
        value
    }};
}

macro_rules! groups {
    ($($name:ident { $($function:ident: $length:literal),+ })*) => {
        $(mod $name {
            $(pub fn $function() {
                std::thread::sleep(std::time::Duration::from_millis($length)); //~ sleeps
            })+
        })*
    };
}

groups! {
    fast { one: 1, two: 2 }
    slow { three: 3 }
}

fn first(length: u64) {
    std::thread::sleep(Duration::from_millis(length)); //~ sleeps
}

fn second(length: u64) {
    std::thread::sleep(Duration::from_millis(length)); //~ sleeps
}

fn third(length: u64) {
    std::thread::sleep(Duration::from_millis(length));
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    in_turn!(first => 4, second => 5,);
    in_turn!();
    chain!(Rest, 6, 7);
    chain!(Rest);
    fast::two();
    slow::three();
    optional!(1; finally std::thread::sleep(Duration::from_millis(8))); //~ sleeps
    optional!(1)
}

pub fn elsewhere() {
    in_turn!(third => 9);
    fast::one();
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
