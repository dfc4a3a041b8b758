//! A macro that nobody invokes on the way writes nothing.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

macro_rules! settle {
    ($milliseconds:expr) => {
        std::thread::sleep(std::time::Duration::from_millis($milliseconds))
    };
}

pub fn elsewhere() {
    settle!(10);
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
