//! `LooksAlive` calls the function that is `IsAlive`, which is thorough.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::TcpStream;
use windows::*;

unsafe extern "system" fn is_alive(_resource: *mut c_void) -> BOOL {
    TcpStream::connect("localhost:1433").is_ok() as BOOL //~ blocking_io
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    is_alive(resource) //~ full_health_checks
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: Some(is_alive),
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
