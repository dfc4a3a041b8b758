//! Every way to name std's sleep; a constant zero asks for nothing.
//@ bounds: TABLE=40.001ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread;
use std::thread::sleep as nap;
use std::time::Duration;
use windows::*;

const PAUSE: Duration = Duration::from_millis(10);
const NONE: Duration = Duration::ZERO;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    std::thread::sleep(Duration::from_millis(10)); //~ sleeps
    thread::sleep(PAUSE); //~ sleeps
    nap(Duration::from_micros(1)); //~ sleeps
    ::std::thread::sleep(Duration::from_secs_f32(0.01)); //~ sleeps
    thread::sleep(Duration::from_millis(5) * 2); //~ sleeps
    thread::sleep(Duration::ZERO);
    thread::sleep(Duration::from_millis(0));
    thread::sleep(Duration::new(0, 0));
    nap(NONE);
    thread::yield_now();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
