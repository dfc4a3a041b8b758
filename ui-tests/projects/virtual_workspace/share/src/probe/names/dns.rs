use std::net::ToSocketAddrs;

pub fn resolves(host: &str) -> bool {
    (host, 445).to_socket_addrs().is_ok() //~ blocking_io
}
