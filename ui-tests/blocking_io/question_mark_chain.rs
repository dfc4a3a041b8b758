//! I/O in the middle of a chain of `?`, `and_then` and `map`.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::fs::File;
use std::io;
use std::net::TcpStream;
use windows::*;

fn chain(name: &str) -> io::Result<u64> {
    let length = File::open(name)? //~ blocking_io
        .metadata()? //~ blocking_io
        .len();
    TcpStream::connect(name) //~ blocking_io
        .and_then(|stream| stream.try_clone())
        .map(|_| length)
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    chain("beat").is_ok() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
