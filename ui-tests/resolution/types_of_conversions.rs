//! `From` and `Into`, `TryFrom` and `TryInto`, `AsRef` and `Borrow`, `ToString`, and the identity.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::fmt;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Raw(u8);
struct Disk;

impl Disk {
    fn spin_up(&self) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }
}

impl From<Raw> for Disk {
    fn from(_raw: Raw) -> Disk {
        sleep(Duration::from_millis(2)); //~ sleeps
        Disk
    }
}

impl From<u8> for Disk {
    fn from(_number: u8) -> Disk {
        sleep(Duration::from_millis(3));
        Disk
    }
}

impl TryFrom<&str> for Disk {
    type Error = ();

    fn try_from(_name: &str) -> Result<Disk, ()> {
        sleep(Duration::from_millis(4)); //~ sleeps
        Ok(Disk)
    }
}

impl TryFrom<u16> for Disk {
    type Error = ();

    fn try_from(_number: u16) -> Result<Disk, ()> {
        sleep(Duration::from_millis(5));
        Ok(Disk)
    }
}

impl AsRef<Disk> for Raw {
    fn as_ref(&self) -> &Disk {
        sleep(Duration::from_millis(6)); //~ sleeps
        &Disk
    }
}

impl AsRef<str> for Raw {
    fn as_ref(&self) -> &str {
        sleep(Duration::from_millis(7));
        "raw"
    }
}

impl fmt::Display for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sleep(Duration::from_millis(8)); //~ sleeps
        f.write_str("raw")
    }
}

fn open(disk: impl Into<Disk>) {
    disk.into().spin_up();
}

fn attempt<T: TryInto<Disk>>(value: T) -> bool {
    value.try_into().is_ok()
}

fn look(disk: impl AsRef<Disk>) {
    disk.as_ref().spin_up();
}

/// Into itself: the standard library's, which does nothing.
fn identity(raw: Raw) -> Raw {
    raw.into()
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    open(Raw(1));
    let disk: Disk = identity(Raw(2)).into();
    disk.spin_up();
    look(Raw(3));
    let text = Raw(4).to_string();
    (attempt("c:") && text.len() == 3) as BOOL
}

pub fn elsewhere(raw: &Raw) -> bool {
    open(7u8);
    let name: &str = raw.as_ref();
    attempt(1u16) && name.len() > 2
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
