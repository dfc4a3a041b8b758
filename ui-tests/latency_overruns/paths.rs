//! What a path costs: 25 ms where it is provably local, no bound anywhere else.
//! `local_over`: 13 × 25 ms = 325 ms. `local_within`: 12 × 25 ms = 300 ms.
//@ bounds: LOCAL_OVER=325ms LOCAL_WITHIN=300ms ELSEWHERE=none HANDLES=none+75ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use windows::*;

struct Instance {
    root: PathBuf,
}

const BEAT: &str = r"C:\ProgramData\Contoso\beat";

unsafe extern "system" fn local_over(_resource: *mut c_void) -> BOOL {
    let mut there = true;
    for _ in 0..13 {
        there &= Path::new(BEAT).exists(); //~ latency_overruns
    }
    there as BOOL
}

unsafe extern "system" fn local_within(_resource: *mut c_void) -> BOOL {
    let drive = fs::metadata("C:/ProgramData/Contoso/beat").is_ok();
    let verbatim = fs::metadata(r"\\?\C:\ProgramData\Contoso\beat").is_ok();
    let device_form = Path::new(r"\\.\C:\ProgramData\Contoso\beat").is_file();
    let lower = Path::new(r"c:\ProgramData").is_dir();
    let joined = Path::new(r"D:\Contoso").join("beat").exists();
    let wide = GetFileAttributesW(w!(r"C:\ProgramData\Contoso\beat")) != INVALID_FILE_ATTRIBUTES;
    let mut there = true;
    for _ in 0..6 {
        there &= fs::symlink_metadata(BEAT).is_ok();
    }
    (drive && verbatim && device_form && lower && joined && wide && there) as BOOL
}

unsafe extern "system" fn elsewhere(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let share = Path::new(r"\\fileserver\contoso\beat").exists(); //~ blocking_io
    let verbatim_share = Path::new(r"\\?\UNC\fileserver\contoso\beat").exists(); //~ blocking_io
    let pipe = fs::metadata(r"\\.\pipe\contoso").is_ok(); //~ blocking_io
    let relative = fs::metadata("beat").is_ok(); //~ blocking_io
    let rooted = fs::metadata(r"\ProgramData\Contoso\beat").is_ok(); //~ blocking_io
    let unknown = instance.root.exists(); //~ blocking_io
    let below_unknown = instance.root.join("beat").exists(); //~ blocking_io
    (share && verbatim_share && pipe && relative && rooted && unknown && below_unknown) as BOOL
}

/// 25 ms to open, 25 ms to read, 25 ms for the metadata.
unsafe extern "system" fn handles(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut byte = [0u8; 1];
    let Ok(mut beat) = fs::File::open(BEAT) else { return FALSE };
    let read = beat.read_exact(&mut byte).is_ok() && beat.metadata().is_ok();
    let Ok(mut far) = fs::File::open(&instance.root) else { return FALSE }; //~ blocking_io
    (read && far.read_exact(&mut byte).is_ok()) as BOOL //~ blocking_io
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static LOCAL_OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(local_over), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static LOCAL_WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(local_within), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static ELSEWHERE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(elsewhere), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static HANDLES: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(handles), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
