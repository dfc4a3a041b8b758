//! A child process: started, waited for, read. All three also change the world, the last reads all there is.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::process::Command;
use windows::*;

fn started() -> bool {
    Command::new("sc.exe").arg("query").spawn().is_ok() //~ blocking_io, mutating_health_checks
}

fn status() -> bool {
    Command::new("sc.exe").arg("query").status().is_ok() //~ blocking_io, mutating_health_checks
}

fn output() -> bool {
    Command::new("sc.exe").arg("query").output().is_ok() //~ blocking_io, mutating_health_checks, heavy_allocations
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let mut only_built = Command::new("sc.exe");
    only_built.arg("query");
    (started() && status() && output()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
