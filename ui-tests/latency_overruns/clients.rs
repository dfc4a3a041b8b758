//! A client that connects later: its socket comes into a field by assignment, with a timeout from another field.
//@ bounds: A=120ms B=none+35ms D=60ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::io::{Read, Write};
use std::net::{TcpStream, UdpSocket, SocketAddr, Ipv4Addr};
use std::time::Duration;
struct Client { stream: Option<TcpStream>, timeout: Option<Duration> }
impl Client {
    fn new() -> Self { Client { stream: None, timeout: Some(Duration::from_millis(60)) } }
    fn connect(&mut self, addr: &SocketAddr) -> std::io::Result<()> {
        let s = TcpStream::connect_timeout(addr, Duration::from_millis(60))?;
        s.set_read_timeout(self.timeout)?;
        s.set_write_timeout(Some(Duration::from_millis(60))).ok();
        self.stream = Some(s);
        Ok(())
    }
    fn ping(&mut self) -> bool {
        let Some(s) = self.stream.as_mut() else { return false };
        let mut b = [0u8; 1];
        s.write_all(b"?").is_ok() && s.read_exact(&mut b).is_ok()
    }
}
pub struct Ctx { client: std::sync::Mutex<Client>, addr: SocketAddr }
impl Ctx { pub fn new(addr: SocketAddr) -> Self { let mut client = Client::new(); let _ = client.connect(&addr); Ctx { client: std::sync::Mutex::new(client), addr } } }
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let Ok(mut client) = c.client.try_lock() else { return TRUE };
    client.ping() as BOOL
}
unsafe extern "system" fn b(_r: *mut c_void) -> BOOL {
    let Ok(u) = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)) else { return FALSE };
    if u.set_read_timeout(Some(Duration::from_millis(35))).is_err() { return FALSE; }
    let mut b = [0u8; 8];
    (u.send_to(b"x", "127.0.0.1:9").is_ok() && u.recv(&mut b).is_ok()) as BOOL //~ blocking_io
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let Ok(s) = TcpStream::connect_timeout(&c.addr, Duration::from_millis(30)) else { return FALSE };
    s.set_read_timeout(Some(Duration::from_millis(30))).expect("a timeout that is not 0"); //~ panics_across_ffi
    let Ok(mut other) = s.try_clone() else { return FALSE };
    let mut b = [0u8; 8];
    other.read(&mut b).is_ok() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static A: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(a), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static B: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(b), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static D: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(d), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
