//! A socket's calls cost the timeout that was set on it before, each; without one they have no bound.
//! `set_twice`: 2 × 151 ms = 302 ms. `within`: 2 × 150 ms = 300 ms.
//@ bounds: CONNECTED=601ms UNSET=none+50ms SET_TWICE=302ms WITHIN=300ms NONBLOCKING=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::time::Duration;
use windows::*;

struct Instance {
    address: SocketAddr,
}

unsafe extern "system" fn connected(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let too_long = TcpStream::connect_timeout(&instance.address, Duration::from_millis(301)); //~ latency_overruns
    let short = TcpStream::connect_timeout(&instance.address, Duration::from_millis(300));
    (too_long.is_ok() && short.is_ok()) as BOOL
}

fn ask(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut answer = [0u8; 4];
    stream.write_all(b"ping")?; //~ blocking_io
    stream.read_exact(&mut answer) //~ blocking_io
}

unsafe extern "system" fn unset(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let Ok(mut stream) = TcpStream::connect_timeout(&instance.address, Duration::from_millis(50)) else { return FALSE };
    let mut answer = [0u8; 4];
    if stream.set_read_timeout(None).is_err() {
        return FALSE;
    }
    let read = stream.read_exact(&mut answer); //~ blocking_io
    (read.is_ok() && ask(&mut stream).is_ok()) as BOOL
}

unsafe extern "system" fn set_twice(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    let Ok(socket) = UdpSocket::bind("0.0.0.0:0") else { return FALSE };
    let mut answer = [0u8; 4];
    if socket.set_read_timeout(Some(Duration::from_millis(151))).is_err() || socket.set_nonblocking(false).is_err() {
        return FALSE;
    }
    let first = socket.recv(&mut answer).is_ok() && answer[0] != 0;
    (first && socket.peek(&mut answer).is_ok() && instance.address.port() != 0) as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let Ok(socket) = UdpSocket::bind("0.0.0.0:0") else { return FALSE };
    let mut answer = [0u8; 4];
    if socket.set_read_timeout(Some(Duration::from_millis(150))).is_err() {
        return FALSE;
    }
    let first = socket.recv(&mut answer).is_ok() && answer[0] != 0;
    (first && socket.peek(&mut answer).is_ok() && instance.address.port() != 0) as BOOL
}

unsafe extern "system" fn nonblocking(_resource: *mut c_void) -> BOOL {
    let Ok(socket) = UdpSocket::bind("0.0.0.0:0") else { return FALSE };
    let mut answer = [0u8; 4];
    if socket.set_nonblocking(true).is_err() {
        return FALSE;
    }
    socket.recv(&mut answer).is_ok() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static CONNECTED: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(connected), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static UNSET: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(unset), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static SET_TWICE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(set_twice), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static NONBLOCKING: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(nonblocking), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
