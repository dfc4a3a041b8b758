//! An async function that is called makes a future; nothing runs until somebody polls it.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

async fn pause() -> bool {
    std::thread::sleep(Duration::from_millis(10));
    true
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let future = pause();
    drop(future);
    let block = async { std::thread::sleep(Duration::from_millis(11)) };
    drop(block);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
