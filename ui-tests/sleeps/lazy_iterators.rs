//! An adaptor's closure runs when the chain is consumed, and not before.
//@ bounds: TABLE=33ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

fn pause(number: &u32) -> u32 {
    std::thread::sleep(Duration::from_millis(10)); //~ sleeps
    *number
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let numbers = [1u32, 2, 3];
    let _never = numbers.iter().map(|_| std::thread::sleep(Duration::from_millis(11)));
    let sum: u32 = numbers.iter().map(pause).sum();
    let any = numbers.iter().any(|number| {
        unsafe { Sleep(1) } //~ sleeps
        *number == sum
    });
    any as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
