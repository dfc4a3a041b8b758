#[path = "names/dns.rs"]
mod resolver;

pub fn reachable() -> bool {
    resolver::resolves("server.contoso.example") && std::net::TcpStream::connect("10.0.0.7:445").is_ok() //~ blocking_io
}
