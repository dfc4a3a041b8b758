//! What a thread does is not waited for, unless it is: until a time, or asked for in steps.
//@ bounds: A=101ms B=56ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::time::Duration;
use std::thread;
use std::sync::mpsc;
struct Ctx { h: usize }
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let h = (*(r as *const Ctx)).h;
    let (tx, rx) = mpsc::channel();
    let _ = thread::Builder::new().spawn(move || {
        for _ in 0..100 { unsafe { WaitForSingleObject(h as HANDLE, 1000) }; }
        let _ = tx.send(1u32);
    });
    rx.recv_timeout(Duration::from_millis(100)).is_ok() as BOOL
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let worker = thread::Builder::new().spawn(|| 1);
    match worker { Ok(w) => { let deadline = std::time::Instant::now() + Duration::from_millis(50); while !w.is_finished() { if std::time::Instant::now() > deadline { return FALSE; } thread::sleep(Duration::from_millis(5)); } (c.h != 0) as BOOL } Err(_) => FALSE } //~ sleeps
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static A: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(a), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static B: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(b), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
