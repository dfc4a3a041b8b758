//! Patterns bind by value or by reference as what they match demands, however deep.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Disk;

trait Touch {
    fn touch(self, _site: u8);
}

impl Touch for Disk {
    fn touch(self, _site: u8) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }
}

impl Touch for &Disk {
    fn touch(self, _site: u8) {
        sleep(Duration::from_millis(2)); //~ sleeps
    }
}

impl Touch for &mut Disk {
    fn touch(self, _site: u8) {
        sleep(Duration::from_millis(3)); //~ sleeps
    }
}

impl Touch for &&Disk {
    fn touch(self, _site: u8) {
        sleep(Duration::from_millis(4));
    }
}

struct Pair {
    left: Disk,
    right: Tape,
}

struct Tape;

impl Tape {
    fn a(&self) {
        sleep(Duration::from_millis(5)); //~ sleeps
    }
    fn b(&self) {
        sleep(Duration::from_millis(6)); //~ sleeps
    }
    fn c(&self) {
        sleep(Duration::from_millis(7)); //~ sleeps
    }
    fn d(&self) {
        sleep(Duration::from_millis(8)); //~ sleeps
    }
    fn e(&self) {
        sleep(Duration::from_millis(9)); //~ sleeps
    }
    fn f(&self) {
        sleep(Duration::from_millis(10)); //~ sleeps
    }
    fn g(&self) {
        sleep(Duration::from_millis(11)); //~ sleeps
    }
    fn h(&self) {
        sleep(Duration::from_millis(12)); //~ sleeps
    }
    fn i(&self) {
        sleep(Duration::from_millis(13)); //~ sleeps
    }
}

enum Device {
    Named { tape: Tape, number: u8 },
    Plain(Tape, Disk),
    Nothing,
}

fn parameters((first, Pair { right, .. }): (u8, Pair), &[ref head, ..]: &[Tape; 2]) {
    let _ = first;
    right.a();
    head.b();
}

fn modes(pair: &Pair, slot: &mut Option<Disk>) {
    let Pair { left, .. } = pair;
    left.touch(1);
    if let Some(disk) = slot {
        disk.touch(2);
    }
    let Some(disk) = slot.take() else { return };
    disk.touch(3);
}

fn enums(device: &Device, tapes: &[Tape]) {
    match device {
        Device::Named { tape, number: 1..=3 } => tape.c(),
        Device::Named { tape: other @ Tape, .. } => other.d(),
        Device::Plain(tape, _) if tapes.is_empty() => tape.e(),
        whole @ Device::Plain(..) => whole.run(),
        Device::Nothing => {}
    }
    if let [first, .., last] = tapes {
        first.f();
        last.g();
    }
    if let [_, rest @ ..] = tapes {
        if let [tape, ..] = rest {
            tape.h();
        }
    }
    let call = |(_, tape): &(u8, Tape)| tape.i();
    call(&(1, Tape));
}

impl Device {
    fn run(&self) {
        sleep(Duration::from_millis(14)); //~ sleeps
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    parameters((1, Pair { left: Disk, right: Tape }), &[Tape, Tape]);
    modes(&Pair { left: Disk, right: Tape }, &mut Some(Disk));
    let device = match resource.is_null() {
        true => Device::Named { tape: Tape, number: resource as u8 },
        false => Device::Plain(Tape, Disk),
    };
    enums(&device, &[Tape, Tape]);
    1
}

pub fn elsewhere(disk: &&Disk) -> Device {
    disk.touch(4);
    Device::Nothing
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
