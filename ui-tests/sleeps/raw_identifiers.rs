//! Raw identifiers are the identifiers that they spell.
//@ bounds: TABLE=20ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

mod r#try {
    pub fn r#loop() {
        std::thread::r#sleep(std::time::Duration::from_millis(10)); //~ sleeps
    }

    pub fn plain() {
        unsafe { crate::r#windows::Sleep(10) } //~ sleeps
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    r#try::r#loop();
    r#try::r#plain();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
