//! Sockets behind locks: what every place gives that fills the field, also `*slot = Some(stream)`.
//@ bounds: A=150ms B=0ms C=30ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::sync::Mutex;
use std::time::Duration;
struct Conn { stream: TcpStream }
struct Ctx { conn: Mutex<Conn>, maybe: Mutex<Option<TcpStream>>, udp: UdpSocket }
impl Conn {
    fn open(addr: &SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(addr)?;
        stream.set_read_timeout(Some(Duration::from_millis(100)))?;
        stream.set_write_timeout(Some(Duration::from_millis(50)))?;
        Ok(Self { stream })
    }
    fn ask(&mut self) -> std::io::Result<u8> {
        let mut b = [0u8; 1];
        self.stream.write_all(b"?")?;
        self.stream.read_exact(&mut b)?;
        Ok(b[0])
    }
}
fn bind() -> std::io::Result<UdpSocket> {
    let udp = UdpSocket::bind("0.0.0.0:0")?;
    udp.set_nonblocking(true)?;
    Ok(udp)
}
impl Ctx {
    fn new(addr: &SocketAddr) -> std::io::Result<Self> {
        Ok(Self { conn: Mutex::new(Conn::open(addr)?), maybe: Mutex::new(None), udp: bind()? })
    }
    fn reconnect(&self, addr: &SocketAddr) -> std::io::Result<()> {
        let stream = TcpStream::connect(addr)?;
        stream.set_read_timeout(Some(Duration::from_millis(30)))?;
        *self.maybe.lock().unwrap() = Some(stream);
        Ok(())
    }
}
unsafe extern "system" fn open(_n: PCWSTR, _k: HKEY, _h: isize) -> *mut c_void {
    let addr: SocketAddr = ([127, 0, 0, 1], 80).into();
    match Ctx::new(&addr) { Ok(c) => { let _ = c.reconnect(&addr); Box::into_raw(Box::new(c)) as *mut c_void }, Err(_) => null_mut() }
}
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let Ok(mut conn) = ctx.conn.try_lock() else { return TRUE };
    conn.ask().is_ok() as BOOL
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let mut buf = [0u8; 16];
    ctx.udp.recv_from(&mut buf).is_ok() as BOOL
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let Ok(mut slot) = ctx.maybe.try_lock() else { return TRUE };
    let mut buf = [0u8; 16];
    match slot.as_mut() { Some(s) => s.read(&mut buf).is_ok() as BOOL, None => FALSE }
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

pub static C: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(c), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
