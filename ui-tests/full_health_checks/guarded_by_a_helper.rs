//! Both entry points run their checks through one helper. What runs a closure is the way to the check, not the check.
//@ bounds: RIGHT=0ms WRONG=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::TcpStream;
use windows::*;

fn guarded(check: impl FnOnce() -> bool) -> BOOL {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(check)).unwrap_or(false) as BOOL
}

struct Disk {
    is_up: bool,
}

impl Disk {
    fn looks_alive(&self) -> bool {
        self.is_up
    }

    fn is_alive(&self) -> bool {
        TcpStream::connect("localhost:1433").is_ok() //~ blocking_io
    }
}

unsafe extern "system" fn is_alive(resource: *mut c_void) -> BOOL {
    let disk = &*(resource as *const Disk);
    guarded(|| disk.is_alive())
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let disk = &*(resource as *const Disk);
    guarded(|| disk.looks_alive())
}

unsafe extern "system" fn looks_twice(resource: *mut c_void) -> BOOL {
    let disk = &*(resource as *const Disk);
    guarded(|| {
        disk.is_alive() //~ full_health_checks
    })
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(RIGHT: looks_alive, terminate, IsAlive: is_alive);
table!(WRONG: looks_twice, terminate, IsAlive: is_alive);
