//! A closure that is called where it stands is a block that `return` and `?` leave: what it sets on a socket is set, what it
//! returns early it has not done, what it waits until is one deadline. A helper that calls it changes nothing.
//@ bounds: SETS=140ms SETS_BY_HELPER=140ms MAY_SET=none+70ms EARLY=50ms UNTIL=200ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};
use windows::*;

struct Instance {
    addr: SocketAddr,
    process: HANDLE,
    is_slow: bool,
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

fn now<R>(body: impl FnOnce() -> R) -> R {
    body()
}

unsafe extern "system" fn sets(resource: *mut c_void) -> BOOL {
    let Ok(mut socket) = TcpStream::connect_timeout(&of(resource).addr, Duration::from_millis(70)) else { return FALSE };
    let is_set = (|| {
        socket.set_read_timeout(Some(Duration::from_millis(70)))?;
        socket.set_nodelay(true)
    })();
    (is_set.is_ok() && socket.read(&mut [0; 8]).is_ok()) as BOOL
}

unsafe extern "system" fn sets_by_helper(resource: *mut c_void) -> BOOL {
    let Ok(mut socket) = TcpStream::connect_timeout(&of(resource).addr, Duration::from_millis(70)) else { return FALSE };
    let is_set = now(|| socket.set_read_timeout(Some(Duration::from_millis(70))));
    (is_set.is_ok() && socket.read(&mut [0; 8]).is_ok()) as BOOL
}

unsafe extern "system" fn may_set(resource: *mut c_void) -> BOOL {
    let Ok(mut socket) = TcpStream::connect_timeout(&of(resource).addr, Duration::from_millis(70)) else { return FALSE };
    (|| {
        if of(resource).is_slow {
            return;
        }
        let _ = socket.set_write_timeout(Some(Duration::from_millis(70)));
    })();
    socket.write_all(b"?").is_ok() as BOOL //~ blocking_io
}

/// Each way ends with one of the two.
unsafe extern "system" fn early(resource: *mut c_void) -> BOOL {
    (|| {
        if of(resource).is_slow {
            WaitForSingleObject(of(resource).process, 50);
            return FALSE;
        }
        WaitForSingleObject(of(resource).process, 40);
        TRUE
    })()
}

unsafe extern "system" fn until(resource: *mut c_void) -> BOOL {
    (move || {
        let deadline = Instant::now() + Duration::from_millis(200);
        let left = || deadline.saturating_duration_since(Instant::now()).as_millis() as u32;
        WaitForSingleObject(of(resource).process, left());
        WaitForSingleObject(of(resource).process, left());
        TRUE
    })()
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(SETS: sets, terminate);
table!(SETS_BY_HELPER: sets_by_helper, terminate);
table!(MAY_SET: may_set, terminate);
table!(EARLY: early, terminate);
table!(UNTIL: until, terminate);
