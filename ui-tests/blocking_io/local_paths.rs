//! The same questions about constant paths on a drive: 25 ms each.
//@ bounds: TABLE=125ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::fs::{self, File};
use std::path::Path;
use windows::*;

const FOLDER: &str = r"C:\ProgramData\Contoso";

fn constant() -> bool {
    let opened = File::open(r"C:\ProgramData\Contoso\beat");
    let forward = fs::metadata("C:/ProgramData/Contoso/beat");
    let long = fs::metadata(r"\\?\C:\ProgramData\Contoso\beat");
    let other_drive = fs::metadata("d:\\beat");
    let found = Path::new(FOLDER).exists();
    opened.is_ok() && forward.is_ok() && long.is_ok() && other_drive.is_ok() && found
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    constant() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
