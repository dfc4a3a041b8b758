//! What never returns has every type, and nothing runs behind it.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Disk;

impl Disk {
    fn a(&self) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }
    fn b(&self) {
        sleep(Duration::from_millis(2)); //~ sleeps
    }
    fn c(&self) {
        sleep(Duration::from_millis(3)); //~ sleeps
    }
    fn d(&self) {
        sleep(Duration::from_millis(4)); //~ sleeps
    }
}

fn leave() -> ! {
    std::process::exit(1)
}

fn behind_a_return() -> bool {
    return true;
    #[allow(unreachable_code)]
    {
        sleep(Duration::from_millis(5));
        false
    }
}

fn behind_what_never_returns() {
    leave();
    #[allow(unreachable_code)]
    sleep(Duration::from_millis(6));
}

fn behind_a_loop(ready: bool) -> Disk {
    let disk = loop {
        if ready {
            break Disk;
        }
        leave();
    };
    disk.d();
    disk
}

fn choose(disk: Option<Disk>) -> Option<Disk> {
    let disk = match disk {
        None => return None,
        Some(disk) => disk,
    };
    disk.a();
    let disk = if true { disk } else { leave() };
    disk.b();
    let closure = || -> Disk { leave() };
    if false {
        closure().c();
    }
    Some(disk)
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    if let Some(disk) = choose(Some(Disk)) {
        disk.c();
    }
    if behind_a_return() {
        behind_a_loop(resource.is_null());
    } else {
        behind_what_never_returns();
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
