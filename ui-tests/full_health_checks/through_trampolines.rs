//! Where the table holds generic trampolines, the method that one forwards to is `IsAlive`. `Share` delegates to a thorough one, `Disk`
//! to a cursory one, `Print` not at all.
//@ bounds: DISK=0ms SHARE=none PRINT=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::TcpStream;
use windows::*;

trait Resource {
    unsafe fn looks_alive(&self) -> bool;
    unsafe fn is_alive(&self) -> bool;
}

struct Disk(HANDLE);
struct Share(HANDLE);
struct Print(HANDLE);

impl Resource for Disk {
    unsafe fn looks_alive(&self) -> bool {
        self.is_alive()
    }

    unsafe fn is_alive(&self) -> bool {
        WaitForSingleObject(self.0, 0) == WAIT_TIMEOUT
    }
}

impl Resource for Share {
    unsafe fn looks_alive(&self) -> bool {
        WaitForSingleObject(self.0, 0) == WAIT_TIMEOUT && self.is_alive() //~ full_health_checks
    }

    unsafe fn is_alive(&self) -> bool {
        TcpStream::connect("localhost:445").is_ok() //~ blocking_io
    }
}

impl Resource for Print {
    unsafe fn looks_alive(&self) -> bool {
        WaitForSingleObject(self.0, 0) == WAIT_TIMEOUT
    }

    unsafe fn is_alive(&self) -> bool {
        TcpStream::connect("localhost:515").is_ok()
    }
}

unsafe extern "system" fn looks_alive<R: Resource>(resource: *mut c_void) -> BOOL {
    (*(resource as *const R)).looks_alive() as BOOL
}

unsafe extern "system" fn is_alive<R: Resource>(resource: *mut c_void) -> BOOL {
    (*(resource as *const R)).is_alive() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

const BASE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: None, IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static DISK: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive::<Disk>), IsAlive: Some(is_alive::<Disk>), ..BASE };
pub static SHARE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive::<Share>), IsAlive: Some(is_alive::<Share>), ..BASE };
pub static PRINT: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive::<Print>), IsAlive: Some(is_alive::<Print>), ..BASE };
