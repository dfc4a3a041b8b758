//! Sockets without a bound, in every step of a conversation.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use windows::*;

struct Instance {
    listener: TcpListener,
    datagrams: UdpSocket,
}

impl Instance {
    fn connects(&self, address: SocketAddr) -> bool {
        TcpStream::connect(address).is_ok() //~ blocking_io
    }

    fn resolves(&self) -> bool {
        let by_pair = ("database.contoso.example", 1433u16).to_socket_addrs(); //~ blocking_io
        let by_text = "database.contoso.example:1433".to_socket_addrs(); //~ blocking_io
        by_pair.is_ok() && by_text.is_ok()
    }

    fn talks(&self, mut stream: TcpStream) -> bool {
        let mut answer = [0u8; 4];
        let sent = stream.write_all(b"ping"); //~ blocking_io
        let first = stream.read(&mut answer); //~ blocking_io
        let all = stream.read_exact(&mut answer); //~ blocking_io
        let seen = stream.peek(&mut answer); //~ blocking_io
        sent.is_ok() && first.is_ok() && all.is_ok() && seen.is_ok()
    }

    fn listens(&self) -> Option<TcpStream> {
        let (stream, _peer) = self.listener.accept().ok()?; //~ blocking_io
        Some(stream)
    }

    fn datagrams(&self) -> bool {
        let mut answer = [0u8; 4];
        self.datagrams.recv_from(&mut answer).is_ok() //~ blocking_io
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let address = SocketAddr::from(([127, 0, 0, 1], 1433));
    let talked = match instance.listens() {
        Some(stream) => instance.talks(stream),
        None => false,
    };
    (instance.connects(address) && instance.resolves() && talked && instance.datagrams()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
