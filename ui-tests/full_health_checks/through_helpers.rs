//! The call to `IsAlive` is the place, wherever on the path it stands.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::TcpStream;
use windows::*;

unsafe extern "system" fn is_alive(_resource: *mut c_void) -> BOOL {
    TcpStream::connect("localhost:1433").is_ok() as BOOL //~ blocking_io
}

mod health {
    use super::windows::*;

    pub unsafe fn confirmed(resource: *mut c_void) -> bool {
        let confirm = || super::is_alive(resource); //~ full_health_checks
        confirm() != FALSE
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    (!resource.is_null() && health::confirmed(resource)) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: Some(is_alive),
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
