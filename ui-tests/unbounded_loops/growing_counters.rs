//! A counter that grows by nobody knows how much. Where it grows by at least 1 in each round, a buffer of 4 bytes takes 4
//! rounds at most; where a round may add nothing (the peer has closed: `Ok(0)`), there may be rounds without end.
//@ bounds: MAY_STAND=none+20ms RETURNS=80ms BREAKS=80ms MATCHES=80ms GUARDED=80ms MASKED=none+1ms OVER=320ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::io::{Error, ErrorKind, Read, Result};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use windows::*;

struct Instance {
    service: SocketAddr,
    process: HANDLE,
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

struct Link {
    stream: TcpStream,
}

impl Link {
    fn open(to: &SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect_timeout(to, Duration::from_millis(0))?;
        stream.set_read_timeout(Some(Duration::from_millis(20)))?;
        Ok(Link { stream })
    }

    fn may_stand(&mut self) -> Result<[u8; 4]> {
        let mut header = [0; 4];
        let mut got = 0;
        while got < header.len() { //~ unbounded_loops
            got += self.stream.read(&mut header)?;
        }
        Ok(header)
    }

    fn returns(&mut self) -> Result<[u8; 4]> {
        let mut header = [0; 4];
        let mut got = 0;
        while got < header.len() {
            let more = self.stream.read(&mut header)?;
            if more == 0 {
                return Err(Error::from(ErrorKind::UnexpectedEof));
            }
            got += more;
        }
        Ok(header)
    }

    fn breaks(&mut self) -> Result<bool> {
        let mut header = [0; 4];
        let mut got = 0;
        loop {
            let more = self.stream.read(&mut header)?;
            if more < 1 {
                break;
            }
            got += more;
            if got >= 4 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn matches(&mut self) -> Result<[u8; 4]> {
        let mut header = [0; 4];
        let mut got = 0;
        while got != header.len() && got < header.len() {
            match self.stream.read(&mut header) {
                Ok(0) => return Err(Error::from(ErrorKind::UnexpectedEof)),
                Ok(more) => got += more,
                Err(error) => return Err(error),
            }
        }
        Ok(header)
    }

    fn guarded(&mut self) -> bool {
        let mut header = [0; 4];
        let mut left = 0;
        while left < 4 {
            match self.stream.read(&mut header) {
                Ok(more) if more > 0 => left += more,
                _ => return false,
            }
        }
        true
    }

    fn long(&mut self) -> Result<[u8; 16]> {
        let mut header = [0; 16];
        let mut got = 0;
        while got < header.len() {
            match self.stream.read(&mut header)? { //~ latency_overruns
                0 => break,
                more => got += more,
            }
        }
        Ok(header)
    }
}

unsafe fn linked<R>(resource: *mut c_void, ask: impl FnOnce(&mut Link) -> R) -> BOOL {
    Link::open(&of(resource).service).map(|mut link| ask(&mut link)).is_ok() as BOOL
}

unsafe extern "system" fn may_stand(resource: *mut c_void) -> BOOL {
    linked(resource, |link| link.may_stand().is_ok())
}

unsafe extern "system" fn returns(resource: *mut c_void) -> BOOL {
    linked(resource, |link| link.returns().is_ok())
}

unsafe extern "system" fn breaks(resource: *mut c_void) -> BOOL {
    linked(resource, |link| link.breaks().is_ok())
}

unsafe extern "system" fn matches(resource: *mut c_void) -> BOOL {
    linked(resource, |link| link.matches().is_ok())
}

unsafe extern "system" fn guarded(resource: *mut c_void) -> BOOL {
    linked(resource, Link::guarded)
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL {
    linked(resource, |link| link.long().is_ok())
}

unsafe extern "system" fn masked(resource: *mut c_void) -> BOOL {
    let mut sum = 0;
    while sum < 100 { //~ unbounded_loops
        sum += WaitForSingleObject(of(resource).process, 1) & 3;
    }
    TRUE
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(MAY_STAND: may_stand, terminate);
table!(RETURNS: returns, terminate);
table!(BREAKS: breaks, terminate);
table!(MATCHES: matches, terminate);
table!(GUARDED: guarded, terminate);
table!(OVER: over, terminate);
table!(MASKED: masked, terminate);
