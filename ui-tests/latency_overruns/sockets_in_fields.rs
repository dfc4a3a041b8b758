//! A timeout that belongs to a socket in a field counts where every place that fills the field sets it.
//! `over`: 200 ms + 101 ms = 301 ms. `within`: 200 ms + 100 ms. `unset`: one of two constructors forgets it.
//@ bounds: OVER=301ms WITHIN=300ms UNSET=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use windows::*;

struct Bounded {
    stream: TcpStream,
}

impl Bounded {
    pub fn connect(address: &SocketAddr) -> io::Result<Bounded> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_millis(200)))?;
        stream.set_write_timeout(Some(Duration::from_millis(101)))?;
        Ok(Bounded { stream })
    }

    fn ask(&self) -> bool {
        let mut answer = [0u8; 1];
        let mut stream = &self.stream;
        stream.write(b"?").is_ok() && stream.read(&mut answer).is_ok()
    }
}

struct Quicker {
    stream: TcpStream,
}

impl Quicker {
    pub fn connect(address: &SocketAddr) -> io::Result<Quicker> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_millis(200)))?;
        stream.set_write_timeout(Some(Duration::from_millis(100)))?;
        Ok(Quicker { stream })
    }

    fn ask(&self) -> bool {
        let mut answer = [0u8; 1];
        let mut stream = &self.stream;
        stream.write(b"?").is_ok() && stream.read(&mut answer).is_ok()
    }
}

struct Forgetful {
    stream: TcpStream,
}

impl Forgetful {
    pub fn connect(address: &SocketAddr) -> io::Result<Forgetful> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_millis(200)))?;
        Ok(Forgetful { stream })
    }

    pub fn adopt(stream: TcpStream) -> Forgetful {
        Forgetful { stream }
    }

    fn ask(&self) -> bool {
        let mut answer = [0u8; 1];
        let mut stream = &self.stream;
        stream.read(&mut answer).is_ok() //~ blocking_io
    }
}

struct Instance {
    bounded: Bounded,
    quicker: Quicker,
    forgetful: Forgetful,
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    instance.bounded.ask() as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    instance.quicker.ask() as BOOL
}

unsafe extern "system" fn unset(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    instance.forgetful.ask() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static UNSET: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(unset), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
