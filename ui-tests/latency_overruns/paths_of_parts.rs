//! Local paths that are put together: joined, formatted, from fields and arrays.
//@ bounds: A=75ms B=50ms C=50ms D=50ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
const DIR: &str = r"C:\ProgramData\Contoso";
static FILES: [&str; 3] = ["a.txt", "b.txt", "c.txt"];
struct Ctx { root: PathBuf, log: PathBuf }
impl Ctx { pub fn new() -> Self { Self { root: PathBuf::from(r"D:\Data"), log: Path::new(DIR).join("log.txt") } } }
unsafe extern "system" fn a(_r: *mut c_void) -> BOOL {
    FILES.iter().all(|f| Path::new(DIR).join(f).exists()) as BOOL
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    (c.root.join("flag").exists() && fs::metadata(&c.log).is_ok()) as BOOL
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let Ok(file) = File::open(&c.log) else { return FALSE };
    let mut line = String::new();
    let mut reader = BufReader::new(file);
    reader.read_line(&mut line).is_ok() as BOOL
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let c = &*(r as *const Ctx);
    let Ok(mut file) = File::open(format!(r"C:\Temp\{}", 1)) else { return FALSE };
    let mut buf = [0u8; 8];
    let _ = &c.root;
    file.read(&mut buf).is_ok() as BOOL
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

pub static C: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(c), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static D: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(d), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
