//! Functions inside functions, `use` inside blocks, constants inside bodies.
//@ bounds: TABLE=20ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    fn inner() {
        use std::thread::sleep;
        const LENGTH: std::time::Duration = std::time::Duration::from_millis(10);
        sleep(LENGTH); //~ sleeps
    }
    fn unused_inner() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    {
        use self::windows::Sleep as Rest;
        Rest(10); //~ sleeps
    }
    let _function: fn() = unused_inner;
    inner();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
