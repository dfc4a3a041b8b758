//! What a closure has captured by value ends with the closure.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::JoinHandle;
use windows::*;

struct Moved(Option<JoinHandle<()>>);

impl Drop for Moved {
    fn drop(&mut self) {
        if let Some(handle) = self.0.take() {
            let _ = handle.join(); //~ unbounded_waits
        }
    }
}

struct Borrowed(Option<JoinHandle<()>>);

impl Drop for Borrowed {
    fn drop(&mut self) {
        if let Some(handle) = self.0.take() {
            let _ = handle.join();
        }
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let moved = Moved(None);
    let closure = move || moved.0.is_some();
    let borrowed = &*(resource as *const Borrowed);
    let other = move || borrowed.0.is_some();
    (closure() || other()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
