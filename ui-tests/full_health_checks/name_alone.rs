//! A function that is only called `is_alive` is not `IsAlive`; nor does `IsAlive` calling `LooksAlive` matter, or a worker that runs it.
//@ bounds: TABLE=none+1ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::TcpStream;
use windows::*;

fn is_alive(host: &str) -> bool {
    TcpStream::connect(host).is_ok() //~ blocking_io
}

unsafe extern "system" fn thorough(resource: *mut c_void) -> BOOL {
    (looks_alive(resource) != FALSE && TcpStream::connect("localhost:1433").is_ok()) as BOOL
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let worker = std::thread::Builder::new().spawn(|| unsafe { thorough(null_mut()) });
    (worker.is_ok() && is_alive("localhost:1433")) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: Some(thorough),
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
