//! A connection attempt with a timeout within the budget, and questions that a socket answers from memory.
//@ bounds: TABLE=100ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use windows::*;

const TIMEOUT: Duration = Duration::from_millis(100);

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let address = SocketAddr::from(([127, 0, 0, 1], 1433));
    match TcpStream::connect_timeout(&address, TIMEOUT) {
        Ok(stream) => (stream.peer_addr().is_ok() && stream.set_nodelay(true).is_ok()) as BOOL,
        Err(_) => 0,
    }
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
