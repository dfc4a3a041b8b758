//! Files under paths that are remote, a device, a pipe, relative, or not known: none is provably local.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use windows::*;

const SHARE: &str = r"\\server\share\beat";

struct Instance {
    path: PathBuf,
}

impl Instance {
    fn remote(&self) -> bool {
        let opened = File::open(r"\\server\share\beat"); //~ blocking_io
        let found = Path::new("\\\\server\\share\\beat").exists(); //~ blocking_io
        let meta = fs::metadata(SHARE); //~ blocking_io
        let long = fs::metadata(r"\\?\UNC\server\share\beat"); //~ blocking_io
        let forward = fs::metadata("//server/share/beat"); //~ blocking_io
        opened.is_ok() && found && meta.is_ok() && long.is_ok() && forward.is_ok()
    }

    fn unknown(&self) -> bool {
        let opened = File::open(&self.path); //~ blocking_io
        let found = self.path.exists(); //~ blocking_io
        let is_file = self.path.is_file(); //~ blocking_io
        let relative = fs::metadata("beat.txt"); //~ blocking_io
        let listed = fs::read_dir(&self.path); //~ blocking_io
        opened.is_ok() && found && is_file && relative.is_ok() && listed.is_ok()
    }

    fn pipe(&self) -> bool {
        let pipe = File::open(r"\\.\pipe\contoso"); //~ blocking_io
        let device = File::open(r"\\.\PhysicalDrive0"); //~ blocking_io
        pipe.is_ok() && device.is_ok()
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (instance.remote() && instance.unknown() && instance.pipe()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
