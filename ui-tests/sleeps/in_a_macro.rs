//! A macro of the workspace that expands to the call: the place is where the name is written.
//@ bounds: TABLE=35ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

macro_rules! settle {
    ($milliseconds:expr) => {
        std::thread::sleep(std::time::Duration::from_millis($milliseconds)) //~ sleeps
    };
}

macro_rules! run {
    ($call:expr) => {
        $call
    };
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    settle!(10);
    settle!(20);
    run!(Sleep(5)); //~ sleeps
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
