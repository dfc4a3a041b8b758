//! Looking at the same files.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::fs::{self, File, OpenOptions};
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let opened = File::open(r"C:\Contoso\beat");
    let read = OpenOptions::new().read(true).open(r"C:\Contoso\log");
    let meta = fs::metadata(r"C:\Contoso\beat");
    (opened.is_ok() && read.is_ok() && meta.is_ok()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
