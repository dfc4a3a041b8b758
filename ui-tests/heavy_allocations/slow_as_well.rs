//! Memory is another concern than time: what is slow is reported for that as well.
//@ bounds: TABLE=none
//@ memory: TABLE=0B

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::io::Read;
use std::net::TcpStream;
use std::process::Command;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let output = Command::new("tasklist").output(); //~ blocking_io, heavy_allocations, mutating_health_checks
    let config = std::fs::read(r"\\fileserver\contoso\state"); //~ blocking_io, heavy_allocations
    let Ok(mut stream) = TcpStream::connect("localhost:445") else { return FALSE }; //~ blocking_io
    let mut answer = Vec::new();
    let answered = stream.read_to_end(&mut answer); //~ blocking_io, heavy_allocations
    let status = Command::new("tasklist").status(); //~ blocking_io, mutating_health_checks
    (output.is_ok() && config.is_ok() && answered.is_ok() && status.is_ok()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
