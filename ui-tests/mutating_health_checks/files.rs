//! Creating, writing, renaming and deleting files, on a local drive.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::fs::{self, File, OpenOptions};
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let created = File::create(r"C:\Contoso\beat"); //~ mutating_health_checks
    let appended = OpenOptions::new().append(true).open(r"C:\Contoso\log"); //~ mutating_health_checks
    let written = OpenOptions::new().write(true).create(true).open(r"C:\Contoso\beat"); //~ mutating_health_checks
    let stored = fs::write(r"C:\Contoso\beat", b"1"); //~ mutating_health_checks
    let renamed = fs::rename(r"C:\Contoso\beat", r"C:\Contoso\old"); //~ mutating_health_checks
    let folder = fs::create_dir_all(r"C:\Contoso\run"); //~ mutating_health_checks
    let removed = fs::remove_file(r"C:\Contoso\old"); //~ mutating_health_checks
    (created.is_ok() && appended.is_ok() && written.is_ok() && stored.is_ok() && renamed.is_ok() && folder.is_ok() && removed.is_ok()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
