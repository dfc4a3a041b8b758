//! A call without a bound inside a loop of unknown length, or inside recursion, is reported by its own lint, once, and not also the loop.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::TcpStream;
use windows::*;

struct Instance {
    handles: Vec<HANDLE>,
    hosts: Vec<(String, u16)>,
}

unsafe fn walk(handles: &[HANDLE]) {
    if let Some((first, rest)) = handles.split_first() {
        WaitForSingleObject(*first, INFINITE); //~ unbounded_waits
        walk(rest);
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    for handle in &instance.handles {
        WaitForSingleObject(*handle, INFINITE); //~ unbounded_waits
    }
    for (host, port) in &instance.hosts {
        if TcpStream::connect((host.as_str(), *port)).is_err() { //~ blocking_io
            return FALSE;
        }
    }
    walk(&instance.handles);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
