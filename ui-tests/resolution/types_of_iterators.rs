//! Iterator chains: the element's type goes through the adaptors; a chain that nobody consumes runs nothing.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::collections::{BTreeMap, HashMap};
use std::thread::sleep;
use std::time::Duration;
use windows::*;

#[derive(Clone)]
struct Disk {
    parts: [Part; 1],
}

#[derive(Clone, Copy)]
struct Part;

struct Group(Vec<Disk>);

impl<'a> IntoIterator for &'a Group {
    type Item = &'a Disk;
    type IntoIter = std::slice::Iter<'a, Disk>;

    fn into_iter(self) -> Self::IntoIter {
        sleep(Duration::from_millis(1)); //~ sleeps
        self.0.iter()
    }
}

impl Disk {
    fn a(&self) -> bool {
        sleep(Duration::from_millis(2)); //~ sleeps
        true
    }
    fn b(&self) -> u64 {
        sleep(Duration::from_millis(3)); //~ sleeps
        1
    }
    fn c(&self) {
        sleep(Duration::from_millis(4)); //~ sleeps
    }
    fn d(self) -> Part {
        sleep(Duration::from_millis(5)); //~ sleeps
        Part
    }
    fn e(&mut self) {
        sleep(Duration::from_millis(6)); //~ sleeps
    }
    fn lazy(&self) -> bool {
        sleep(Duration::from_millis(7));
        true
    }
}

impl Part {
    fn a(self) -> bool {
        sleep(Duration::from_millis(8)); //~ sleeps
        true
    }
    fn b(&self) -> bool {
        sleep(Duration::from_millis(9)); //~ sleeps
        true
    }
    fn c(&self) {
        sleep(Duration::from_millis(10)); //~ sleeps
    }
    fn d(&self) {
        sleep(Duration::from_millis(11)); //~ sleeps
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let mut disks = [Disk { parts: [Part] }, Disk { parts: [Part] }];
    let alive = disks.iter().filter(|disk| disk.a()).count();
    let sum: u64 = disks.iter().map(Disk::b).sum();
    if let Some((_, disk)) = disks.iter().enumerate().rev().skip(1).next() {
        disk.c();
    }
    let parts: Vec<Part> = disks.iter().cloned().map(|disk| disk.d()).collect();
    disks.iter_mut().for_each(|disk| disk.e());
    let all = parts.iter().copied().take(2).all(Part::a);
    let _lazy = disks.iter().filter(|disk| disk.lazy());
    let named: HashMap<u8, Disk> = (0..2).zip(disks.clone()).collect();
    let found = named.values().flat_map(|disk| disk.parts.iter()).take(1).any(|part| part.b());
    let sorted: BTreeMap<u8, Part> = [(1, Part)].into_iter().collect();
    if let Some((_, part)) = sorted.iter().peekable().peek() {
        part.c();
    }
    if let Some(last) = parts.chunks(1).last().and_then(<[Part]>::first) {
        last.d();
    }
    let group = Group(Vec::new());
    let mut one = (&group).into_iter().fuse();
    (alive == 2 && sum == 2 && all && found && one.next().is_none()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
