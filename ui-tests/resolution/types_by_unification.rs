//! A type that is known only from what is done with the value later, or from where it goes.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::collections::HashMap;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Slow;
struct Quick;

trait Nap {
    fn first(&self) {}
    fn second(&self) {}
    fn third(&self) {}
    fn fourth(&self) {}
    fn fifth(&self) {}
}

impl Nap for Slow {
    fn first(&self) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }
    fn second(&self) {
        sleep(Duration::from_millis(2)); //~ sleeps
    }
    fn third(&self) {
        sleep(Duration::from_millis(3)); //~ sleeps
    }
    fn fourth(&self) {
        sleep(Duration::from_millis(4)); //~ sleeps
    }
    fn fifth(&self) {
        sleep(Duration::from_millis(5)); //~ sleeps
    }
}

impl Nap for Quick {}

fn pushed_later() {
    let mut slow = Vec::new();
    let mut quick = Vec::new();
    slow.push(Slow);
    quick.push(Quick);
    if let (Some(slow), Some(quick)) = (slow.first(), quick.first()) {
        slow.first();
        quick.second();
    }
}

fn assigned_later(known: bool) {
    let mut slot = None;
    if known {
        slot = Some(Slow);
    }
    if let Some(found) = slot {
        found.second();
    }
}

fn declared_later() {
    let value;
    let other: Quick;
    value = Slow;
    other = Quick;
    value.third();
    other.third();
}

fn keep(_slots: &mut HashMap<u32, Slow>) {}

fn from_an_argument() {
    let mut slots = HashMap::new();
    keep(&mut slots);
    if let Some(found) = slots.get(&1) {
        found.fourth();
    }
}

fn from_the_result() -> Result<Slow, Quick> {
    let both = (Ok(Slow), 1);
    let (outcome, _) = both;
    outcome
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    pushed_later();
    assigned_later(resource.is_null());
    declared_later();
    from_an_argument();
    match from_the_result() {
        Ok(found) => found.fifth(),
        Err(found) => found.fifth(),
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
