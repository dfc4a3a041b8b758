//! `?` runs `From` for the error, and leads to what is inside.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Disk;

impl Disk {
    fn spin_up(&self) -> Result<u8, Missing> {
        sleep(Duration::from_millis(1)); //~ sleeps
        Ok(1)
    }

    fn park(&self) {
        sleep(Duration::from_millis(2)); //~ sleeps
    }
}

struct Missing;
struct Denied;
struct Failure;
struct Other;

impl From<Missing> for Failure {
    fn from(_error: Missing) -> Failure {
        sleep(Duration::from_millis(3)); //~ sleeps
        Failure
    }
}

impl From<Denied> for Failure {
    fn from(_error: Denied) -> Failure {
        sleep(Duration::from_millis(4));
        Failure
    }
}

impl From<Missing> for Other {
    fn from(_error: Missing) -> Other {
        sleep(Duration::from_millis(5));
        Other
    }
}

fn find(name: &str) -> Result<Disk, Missing> {
    if name.is_empty() { Err(Missing) } else { Ok(Disk) }
}

fn deny() -> Result<(), Denied> {
    Err(Denied)
}

/// The same error: nothing is converted that could sleep.
fn same() -> Result<u8, Missing> {
    find("c:")?.spin_up()
}

fn converted() -> Result<u8, Failure> {
    let disk = find("c:")?;
    disk.park();
    Ok(1)
}

fn optional(disk: Option<&Disk>) -> Option<()> {
    disk?.park();
    Some(())
}

fn not_called() -> Result<(), Failure> {
    deny()?;
    find("d:").map_err(|_| Other).map_err(|_| Denied)?;
    Ok(())
}

pub fn elsewhere() -> Result<(), Other> {
    find("d:")?;
    not_called().map_err(|_| Other)
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    optional(Some(&Disk));
    (same().is_ok() && converted().is_ok()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
