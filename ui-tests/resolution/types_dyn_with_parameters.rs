//! Trait objects of generic traits and of traits with associated types: other parameters are other objects.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

trait Handler<E> {
    fn handle(&self, event: E);
}

struct Fast;

impl Handler<u8> for Fast {
    fn handle(&self, _event: u8) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }
}

impl Handler<u16> for Fast {
    fn handle(&self, _event: u16) {
        sleep(Duration::from_millis(2));
    }
}

trait Source {
    type Item;

    fn get(&self) -> Self::Item;
}

struct Disk;

impl Disk {
    fn spin_up(&self) {
        sleep(Duration::from_millis(3)); //~ sleeps
    }
}

struct Shelf;

impl Source for Shelf {
    type Item = Disk;

    fn get(&self) -> Disk {
        Disk
    }
}

fn run(handlers: &[&dyn Handler<u8>], source: &dyn Source<Item = Disk>) {
    if let Some(handler) = handlers.first() {
        handler.handle(1);
    }
    source.get().spin_up();
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    run(&[&Fast], &Shelf);
    1
}

pub fn elsewhere(other: &dyn Handler<u16>) {
    other.handle(1);
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
