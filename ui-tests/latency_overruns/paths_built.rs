//! A path that is built bit by bit is local as long as each bit is known and none begins anew elsewhere. `LOCAL`: 8 × 25 ms.
//@ bounds: LOCAL=200ms ELSEWHERE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use windows::*;

struct Instance {
    name: String,
}

unsafe extern "system" fn local(_resource: *mut c_void) -> BOOL {
    let mut pushed = PathBuf::from("C:\\ProgramData");
    pushed.push("Contoso");
    pushed.push("beat");
    let mut empty = PathBuf::new();
    empty.push(r"C:\ProgramData");
    empty.push("beat");
    let joined = PathBuf::from(r"C:\ProgramData").join("beat");
    let listed: PathBuf = ["C:\\", "ProgramData", "beat"].iter().collect();
    let beside = Path::new("C:\\ProgramData").with_file_name("beat");
    let mut changed = PathBuf::from("C:\\ProgramData\\Contoso");
    changed.pop();
    changed.set_file_name("beat");
    changed.set_extension("txt");
    let mut text = OsString::from("C:\\ProgramData");
    text.push("\\beat");
    let moved = {
        let mut path = PathBuf::from(r"\\fileserver\contoso");
        path.push(r"D:\beat");
        path
    };
    (pushed.exists() && empty.exists() && joined.exists() && listed.exists() && beside.exists() && changed.exists()
        && Path::new(&text).exists() && moved.exists()) as BOOL
}

unsafe extern "system" fn elsewhere(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut unknown = PathBuf::from("C:\\ProgramData");
    unknown.push(&instance.name);
    let mut share = PathBuf::from("C:\\ProgramData");
    share.push(r"\\fileserver\contoso");
    let mut lent = PathBuf::from("C:\\ProgramData");
    fill(&mut lent, &instance.name);
    let mut relative = PathBuf::new();
    relative.push("beat");
    let there = unknown.exists(); //~ blocking_io
    let shared = share.exists(); //~ blocking_io
    let filled = lent.exists(); //~ blocking_io
    let found = relative.exists(); //~ blocking_io
    (there && shared && filled && found) as BOOL
}

fn fill(path: &mut PathBuf, name: &str) {
    path.push(name);
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(LOCAL: local, terminate);
table!(ELSEWHERE: elsewhere, terminate);
