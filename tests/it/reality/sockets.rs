//! A datagram that never comes, under a timeout.
use std::ffi::c_void;

use std::net::UdpSocket;
use std::time::Duration;

extern "system" fn looks_alive(_: *mut c_void) -> i32 {
    let Ok(socket) = UdpSocket::bind("127.0.0.1:0") else { return 0 };
    if socket.set_read_timeout(Some(Duration::from_millis(40))).is_err() {
        return 0;
    }
    let mut answer = [0; 16];
    socket.recv(&mut answer).is_ok() as i32
}

#[repr(C)]
pub struct Functions {
    pub looks_alive: extern "system" fn(*mut c_void) -> i32,
    pub is_alive: extern "system" fn(*mut c_void) -> i32,
    pub terminate: extern "system" fn(*mut c_void),
}

extern "system" fn is_alive(_: *mut c_void) -> i32 {
    1
}

extern "system" fn terminate(_: *mut c_void) {}

pub static TABLE: Functions = Functions { looks_alive, is_alive, terminate };
