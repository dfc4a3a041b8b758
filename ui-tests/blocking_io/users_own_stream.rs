//! A type of the crate called as std's, and a trait method called as `Read`'s.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct TcpStream;

impl TcpStream {
    fn connect(_address: &str) -> Option<TcpStream> {
        Some(TcpStream)
    }
}

trait Read {
    fn read(&self, buffer: &mut [u8]) -> Option<usize>;
}

impl Read for TcpStream {
    fn read(&self, buffer: &mut [u8]) -> Option<usize> {
        Some(buffer.len())
    }
}

mod fs {
    pub fn metadata(path: &str) -> bool {
        !path.is_empty()
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let Some(stream) = TcpStream::connect("database.contoso.example:1433") else { return 0 };
    (stream.read(&mut [0u8; 4]).is_some() && fs::metadata(r"\\server\share\beat")) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
