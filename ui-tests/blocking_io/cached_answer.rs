//! The recommended shape: a monitor thread does the input and output, the check loads its last answer.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use windows::*;

static HEALTHY: AtomicBool = AtomicBool::new(true);
static STAMP: AtomicU64 = AtomicU64::new(0);
static STOP: AtomicBool = AtomicBool::new(false);

fn monitor() {
    while !STOP.load(Ordering::Acquire) {
        HEALTHY.store(TcpStream::connect("database.contoso.example:1433").is_ok(), Ordering::Release);
        STAMP.store(unsafe { GetTickCount64() }, Ordering::Release);
        std::thread::sleep(Duration::from_secs(5));
    }
}

unsafe extern "system" fn online(_resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    match std::thread::Builder::new().spawn(monitor) {
        Ok(_) => ERROR_SUCCESS,
        Err(_) => 1,
    }
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {
    STOP.store(true, Ordering::Release);
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let fresh = GetTickCount64().wrapping_sub(STAMP.load(Ordering::Acquire)) < 30_000;
    (fresh && HEALTHY.load(Ordering::Acquire)) as BOOL
}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None,
    Close: None,
    Online: Some(online),
    Offline: None,
    Terminate: Some(terminate),
    LooksAlive: Some(looks_alive),
    IsAlive: None,
    Arbitrate: None,
    Release: None,
    ResourceControl: None,
    ResourceTypeControl: None,
};
