//! Items of the crate that share their names with std's and Win32's: what they do is what counts.
//@ bounds: TABLE=10ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

mod thread {
    pub fn sleep(_length: std::time::Duration) {}
}

mod quiet {
    pub fn sleep(_length: std::time::Duration) {}

    #[allow(non_snake_case)]
    pub fn Sleep(_milliseconds: u32) {}
}

mod loud {
    #[allow(non_snake_case)]
    pub fn Pause(milliseconds: u32) {
        std::thread::sleep(std::time::Duration::from_millis(milliseconds as u64)); //~ sleeps
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    use quiet::sleep;
    sleep(Duration::from_secs(1));
    thread::sleep(Duration::from_secs(1));
    quiet::Sleep(1000);
    loud::Pause(10);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
