//! Sockets whose timeouts a helper sets, that a helper makes, that are read through a buffer, or until a deadline.
//@ bounds: A=240ms B=200ms C=210ms D=80ms E=40ms F=200ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::io::{Read, Write, BufRead, BufReader};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};
struct Ctx { addr: SocketAddr, io_timeout: Duration }
impl Ctx { pub fn new(addr: SocketAddr) -> Self { Self { addr, io_timeout: Duration::from_millis(50) } } }
fn ping(addr: &SocketAddr, timeout: Duration) -> std::io::Result<Vec<u8>> {
    let mut s = TcpStream::connect_timeout(addr, timeout)?;
    s.set_read_timeout(Some(timeout))?;
    s.set_write_timeout(Some(timeout))?;
    s.write_all(b"PING\r\n")?;
    let mut buf = [0u8; 64];
    let mut got = Vec::new();
    for _ in 0..2 {
        let n = s.read(&mut buf)?;
        if n == 0 { break; }
        got.extend_from_slice(&buf[..n]); //~ panics_across_ffi
    }
    Ok(got)
}
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    ping(&ctx.addr, Duration::from_millis(60)).is_ok() as BOOL
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    ping(&ctx.addr, ctx.io_timeout).is_ok() as BOOL
}
fn configure(s: &TcpStream) -> std::io::Result<()> {
    s.set_nodelay(true)?;
    s.set_read_timeout(Some(Duration::from_millis(70)))?;
    s.set_write_timeout(Some(Duration::from_millis(70)))
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let Ok(mut s) = TcpStream::connect_timeout(&ctx.addr, Duration::from_millis(70)) else { return FALSE };
    if configure(&s).is_err() { return FALSE; }
    let mut one = [0u8; 1];
    (s.write_all(b"x").is_ok() && s.read_exact(&mut one).is_ok()) as BOOL
}
fn dial(addr: &SocketAddr) -> std::io::Result<TcpStream> {
    let s = TcpStream::connect_timeout(addr, Duration::from_millis(40))?;
    s.set_read_timeout(Some(Duration::from_millis(40)))?;
    Ok(s)
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let Ok(s) = dial(&ctx.addr) else { return FALSE };
    let mut reader = BufReader::new(s);
    let mut one = [0u8; 1];
    reader.read_exact(&mut one).is_ok() as BOOL
}
unsafe extern "system" fn e(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    match dial(&ctx.addr) {
        Ok(mut s) => {
            let _ = s.set_nonblocking(true);
            let mut one = [0u8; 1];
            match s.read(&mut one) { Ok(_) => TRUE, Err(e) if e.kind() == std::io::ErrorKind::WouldBlock => TRUE, Err(_) => FALSE }
        }
        Err(_) => FALSE,
    }
}
unsafe extern "system" fn f(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let deadline = Instant::now() + Duration::from_millis(200);
    let Ok(mut s) = TcpStream::connect_timeout(&ctx.addr, Duration::from_millis(50)) else { return FALSE };
    let mut one = [0u8; 1];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() { return FALSE; }
        if s.set_read_timeout(Some(left)).is_err() { return FALSE; }
        match s.read(&mut one) { Ok(0) => return FALSE, Ok(_) => return TRUE, Err(_) => continue }
    }
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

pub static D: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(d), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static E: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(e), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static F: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(f), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
