//! A name has to be resolved, which has no bound; an address is one already, by its type or as it is written.
//@ bounds: ADDRESSES=300ms NAMES=none CONNECTED=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use std::time::Duration;
use windows::*;

struct Instance {
    ipv4: Ipv4Addr,
    ip: IpAddr,
    port: u16,
    service: SocketAddr,
    others: Vec<SocketAddr>,
    host: String,
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

fn first(of: impl ToSocketAddrs) -> Option<SocketAddr> {
    of.to_socket_addrs().ok()?.next() //~ blocking_io
}

fn first_address<A: ToSocketAddrs>(of: A) -> Option<SocketAddr> {
    of.to_socket_addrs().ok()?.next()
}

unsafe extern "system" fn addresses(resource: *mut c_void) -> BOOL {
    let Instance { ipv4, ip, port, service, others, .. } = of(resource);
    let Ok(parsed) = "10.0.0.1".parse::<Ipv4Addr>() else { return FALSE };
    let pairs = (parsed, 80).to_socket_addrs().is_ok() && (*ipv4, *port).to_socket_addrs().is_ok() && (*ip, *port).to_socket_addrs().is_ok();
    let whole = first_address((*ipv4, 80)).is_some() && first_address(service).is_some() && first_address(&others[..]).is_some();
    let written = first_address("127.0.0.1:80").is_some() && first_address(("::1", 80)).is_some();
    let bound = UdpSocket::bind((parsed, 0)).is_ok() && UdpSocket::bind(SocketAddr::new(*ip, *port)).is_ok();
    let listening = TcpListener::bind((Ipv4Addr::UNSPECIFIED, *port)).is_ok() && TcpListener::bind(("0.0.0.0", 0)).is_ok();
    let connected = TcpStream::connect_timeout(&SocketAddr::from((*ipv4, 80)), Duration::from_millis(300)).is_ok();
    (pairs && whole && written && bound && listening && connected) as BOOL
}

unsafe extern "system" fn names(resource: *mut c_void) -> BOOL {
    let Instance { ip, port, host, .. } = of(resource);
    let handed_on = first("db.example.org:80").is_some() && first((host.as_str(), *port)).is_some();
    let owned = host.to_socket_addrs().is_ok(); //~ blocking_io
    let local = ("localhost", 80).to_socket_addrs().is_ok(); //~ blocking_io
    let bound = UdpSocket::bind(host).is_ok(); //~ blocking_io
    let put_together = format!("{ip}:{port}").to_socket_addrs().is_ok(); //~ blocking_io
    (handed_on && owned && local && bound && put_together) as BOOL
}

unsafe extern "system" fn connected(resource: *mut c_void) -> BOOL {
    TcpStream::connect((of(resource).ipv4, of(resource).port)).is_ok() as BOOL //~ blocking_io
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(ADDRESSES: addresses, terminate);
table!(NAMES: names, terminate);
table!(CONNECTED: connected, terminate);
