//! Macros that call themselves and others: token munchers, callbacks, macros handed to macros, internal rules.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

macro_rules! munch {
    (@step [$($done:stmt;)*]) => {
        $($done;)*
    };
    (@step [$($done:stmt;)*] wait $length:literal; $($rest:tt)*) => {
        munch!(@step [$($done;)* sleep(Duration::from_millis($length));] $($rest)*) //~ sleeps
    };
    (@step [$($done:stmt;)*] skip $length:literal; $($rest:tt)*) => {
        munch!(@step [$($done;)*] $($rest)*)
    };
    ($($rest:tt)*) => {
        munch!(@step [] $($rest)*)
    };
}

macro_rules! callback {
    ($back:ident, $($args:tt)*) => {
        $back!($($args)*)
    };
}

macro_rules! pause {
    ($length:expr) => {
        sleep(Duration::from_millis($length)) //~ sleeps
    };
}

macro_rules! unused {
    ($length:expr) => {
        sleep(Duration::from_millis($length))
    };
}

macro_rules! count {
    () => { 0 };
    ($first:tt $($rest:tt)*) => { 1 + count!($($rest)*) };
}

macro_rules! outer {
    ($length:expr) => {{
        macro_rules! inner {
            ($factor:expr) => {
                sleep(Duration::from_millis($length * $factor)) //~ sleeps
            };
        }
        inner!(2)
    }};
}

macro_rules! first_that_matches {
    (quick) => {};
    ($word:ident) => {
        sleep(Duration::from_millis(9)) //~ sleeps
    };
    (slow) => {
        sleep(Duration::from_millis(10))
    };
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    munch!(wait 1; skip 2;);
    callback!(pause, 3);
    callback!(callback, pause, 4);
    outer!(5);
    first_that_matches!(quick);
    first_that_matches!(slow);
    if count!(a b c) > 5 {
        unused!(6);
    }
    1
}

pub fn elsewhere() {
    unused!(7);
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
