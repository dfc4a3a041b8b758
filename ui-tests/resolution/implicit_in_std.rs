//! What std runs of a user's type: in comparisons, clones, defaults, sorting, searching, hashing, and what `derive` writes.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashSet};
use std::hash::{Hash, Hasher};
use std::thread::sleep;
use std::time::Duration;
use windows::*;

#[derive(Clone, Default)]
struct Derived {
    part: Option<Cloned>,
    other: Defaulted,
}

struct Cloned;

impl Clone for Cloned {
    fn clone(&self) -> Cloned {
        sleep(Duration::from_millis(1)); //~ sleeps
        Cloned
    }
}

impl Default for Cloned {
    fn default() -> Cloned {
        sleep(Duration::from_millis(2));
        Cloned
    }
}

#[derive(Clone)]
struct Defaulted;

impl Default for Defaulted {
    fn default() -> Defaulted {
        sleep(Duration::from_millis(3)); //~ sleeps
        Defaulted
    }
}

#[derive(PartialEq)]
struct Equal(Compared);

struct Compared;

impl PartialEq for Compared {
    fn eq(&self, _other: &Compared) -> bool {
        sleep(Duration::from_millis(4)); //~ sleeps
        true
    }
}

#[derive(PartialEq, Eq)]
struct Ordered(u8);

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Ordered) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Ordered) -> Ordering {
        sleep(Duration::from_millis(5)); //~ sleeps
        self.0.cmp(&other.0)
    }
}

#[derive(PartialEq, Eq)]
struct Hashed(u8);

impl Hash for Hashed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        sleep(Duration::from_millis(6)); //~ sleeps
        state.write_u8(self.0);
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Sorted(Key);

#[derive(PartialEq, Eq)]
struct Key(u8);

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Key) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Key) -> Ordering {
        sleep(Duration::from_millis(7)); //~ sleeps
        self.0.cmp(&other.0)
    }
}

#[derive(PartialEq, Eq, Hash, PartialOrd, Ord, Clone, Default)]
struct Plain(u8);

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let derived = Derived::default();
    let copy = derived.clone();
    let equal = vec![Equal(Compared)] == vec![Equal(Compared)];
    let greatest = std::cmp::max(Ordered(1), Ordered(2));
    let mut set = HashSet::new();
    set.insert(Hashed(1));
    let mut sorted = BTreeSet::new();
    sorted.insert(Sorted(Key(1)));
    let mut plain = vec![Plain(2), Plain::default()];
    plain.sort();
    let found = plain.clone().contains(&Plain(2));
    (equal && greatest.0 == 2 && found && copy.part.is_none()) as BOOL
}

pub fn elsewhere() -> Cloned {
    Default::default()
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
