//! A function that both entry points call is not `IsAlive`; asked for the quick way it is judged by what it does then.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::TcpStream;
use windows::*;

struct Instance {
    process: HANDLE,
}

impl Instance {
    unsafe fn check(&self, thorough: bool) -> bool {
        if thorough && TcpStream::connect("localhost:1433").is_err() {
            return false;
        }
        WaitForSingleObject(self.process, 0) == WAIT_TIMEOUT
    }
}

unsafe extern "system" fn is_alive(resource: *mut c_void) -> BOOL {
    (*(resource as *const Instance)).check(true) as BOOL
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    (*(resource as *const Instance)).check(false) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: Some(is_alive),
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
