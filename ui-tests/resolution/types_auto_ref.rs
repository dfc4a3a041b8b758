//! Receivers: by value, by reference, through boxes and counted pointers; by value comes before by reference.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

#[derive(Clone, Copy)]
struct Disk;

impl Disk {
    fn shared(&self) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }

    fn exclusive(&mut self) {
        sleep(Duration::from_millis(2)); //~ sleeps
    }

    fn counted(self: Arc<Self>) {
        sleep(Duration::from_millis(3)); //~ sleeps
    }

    fn boxed(self: Box<Self>) {
        sleep(Duration::from_millis(4)); //~ sleeps
    }

    fn pinned(self: Pin<&mut Self>) {
        sleep(Duration::from_millis(5)); //~ sleeps
    }

    /// Found only after what takes the disk by value.
    fn by_value_first(&self) {
        sleep(Duration::from_millis(6));
    }

    /// Found only after the counted pointer's own.
    fn clone(&self) -> Disk {
        sleep(Duration::from_millis(7));
        *self
    }
}

trait Take {
    fn by_value_first(self);
}

impl Take for Disk {
    fn by_value_first(self) {
        sleep(Duration::from_millis(8)); //~ sleeps
    }
}

trait Look {
    fn look(&self);
}

impl Look for Disk {
    fn look(&self) {
        sleep(Duration::from_millis(9)); //~ sleeps
    }
}

impl Look for &Disk {
    fn look(&self) {
        sleep(Duration::from_millis(10)); //~ sleeps
    }
}

impl Look for Box<Disk> {
    fn look(&self) {}
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let mut disk = Disk;
    let counted = Arc::new(Disk);
    let nested = Rc::new(Box::new(&disk));
    nested.shared();
    (&mut &mut disk).exclusive();
    counted.clone().counted();
    Box::new(Disk).boxed();
    Pin::new(&mut disk).pinned();
    disk.by_value_first();
    // `&disk` is what `look(&self)` of `Disk` takes.
    (&disk).look();
    (&&disk).look();
    Box::new(Disk).look();
    1
}

pub fn elsewhere() {
    Disk.clone();
    Disk::by_value_first(&Disk);
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
