//! `vec!`, `matches!`, `assert!` and their like, `dbg!`, `thread_local!`, `concat!`: what they evaluate and what they call.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::{Cell, RefCell};
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Disk(u8);

impl Disk {
    fn a(&self) -> Option<u8> {
        sleep(Duration::from_millis(1)); //~ sleeps
        Some(self.0)
    }
    fn b(&self) -> bool {
        sleep(Duration::from_millis(2)); //~ sleeps
        true
    }
    fn c(&self) -> bool {
        sleep(Duration::from_millis(3)); //~ sleeps
        true
    }
    fn d(&self) {
        sleep(Duration::from_millis(4)); //~ sleeps
    }
    fn e(&self) -> u8 {
        sleep(Duration::from_millis(5)); //~ sleeps
        1
    }
}

impl Clone for Disk {
    fn clone(&self) -> Disk {
        sleep(Duration::from_millis(6)); //~ sleeps
        Disk(self.0)
    }
}

impl PartialEq for Disk {
    fn eq(&self, other: &Disk) -> bool {
        sleep(Duration::from_millis(7)); //~ sleeps
        self.0 == other.0
    }
}

impl std::fmt::Debug for Disk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("disk")
    }
}

thread_local! {
    static SLOT: RefCell<Disk> = {
        sleep(Duration::from_millis(8)); //~ sleeps
        RefCell::new(Disk(1))
    };
    static UNUSED: Cell<u8> = {
        sleep(Duration::from_millis(9));
        Cell::new(1)
    };
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let disks = vec![Disk(1), Disk(2)];
    let Some(first) = disks.first() else { return 0 };
    let alive = matches!(first.a(), Some(1..=3) if first.b());
    assert!(first.c(), "{} is silent", concat!("the ", "disk")); //~ panics_across_ffi
    assert_eq!(*first, Disk(1)); //~ panics_across_ffi
    for disk in vec![1u8, 2].into_iter().map(Disk) {
        disk.d();
    }
    let copies = vec![Disk(3); 2];
    let _size = std::mem::size_of::<Disk>() + vec![first.e(); 4].len();
    SLOT.with_borrow(|disk| disk.0); //~ panics_across_ffi
    (alive && copies.is_empty()) as BOOL
}

pub fn elsewhere() -> u8 {
    UNUSED.get()
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
