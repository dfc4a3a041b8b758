//! Operators run their traits' methods, chosen by both operands; those on numbers run nothing.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cmp::Ordering;
use std::ops::{Add, AddAssign, BitOr, Index, IndexMut, Mul, Neg, Not, Shl, Sub};
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Load(u64);

impl Add for Load {
    type Output = Sum;

    fn add(self, _other: Load) -> Sum {
        sleep(Duration::from_millis(1)); //~ sleeps
        Sum
    }
}

impl Add<u64> for Load {
    type Output = Load;

    fn add(self, other: u64) -> Load {
        sleep(Duration::from_millis(2));
        Load(self.0 + other)
    }
}

impl Sub<&Load> for &Load {
    type Output = Load;

    fn sub(self, other: &Load) -> Load {
        sleep(Duration::from_millis(3)); //~ sleeps
        Load(other.0)
    }
}

impl Mul<Load> for u64 {
    type Output = Load;

    fn mul(self, other: Load) -> Load {
        sleep(Duration::from_millis(4)); //~ sleeps
        other
    }
}

impl AddAssign<u64> for Load {
    fn add_assign(&mut self, other: u64) {
        sleep(Duration::from_millis(5)); //~ sleeps
        self.0 = other;
    }
}

impl Neg for Load {
    type Output = Load;

    fn neg(self) -> Load {
        sleep(Duration::from_millis(6)); //~ sleeps
        self
    }
}

impl Not for &Load {
    type Output = bool;

    fn not(self) -> bool {
        sleep(Duration::from_millis(7)); //~ sleeps
        self.0 == 0
    }
}

impl PartialEq for Load {
    fn eq(&self, other: &Load) -> bool {
        sleep(Duration::from_millis(8)); //~ sleeps
        self.0 == other.0
    }
}

impl PartialEq<u64> for Load {
    fn eq(&self, other: &u64) -> bool {
        sleep(Duration::from_millis(9));
        self.0 == *other
    }
}

impl PartialOrd for Load {
    fn partial_cmp(&self, other: &Load) -> Option<Ordering> {
        sleep(Duration::from_millis(10)); //~ sleeps
        self.0.partial_cmp(&other.0)
    }
}

impl Shl<u8> for Load {
    type Output = Load;

    fn shl(self, _bits: u8) -> Load {
        sleep(Duration::from_millis(11));
        self
    }
}

impl BitOr for Load {
    type Output = Load;

    fn bitor(self, _other: Load) -> Load {
        sleep(Duration::from_millis(12)); //~ sleeps
        self
    }
}

struct Sum;

impl Sum {
    fn settle(&self) {
        sleep(Duration::from_millis(13)); //~ sleeps
    }
}

struct Rack {
    loads: [Load; 2],
}

impl Index<&str> for Rack {
    type Output = Load;

    fn index(&self, _name: &str) -> &Load {
        sleep(Duration::from_millis(14)); //~ sleeps
        &self.loads[0]
    }
}

impl IndexMut<&str> for Rack {
    fn index_mut(&mut self, _name: &str) -> &mut Load {
        sleep(Duration::from_millis(15)); //~ sleeps
        &mut self.loads[0]
    }
}

impl Index<usize> for Rack {
    type Output = Load;

    fn index(&self, _number: usize) -> &Load {
        sleep(Duration::from_millis(16));
        &self.loads[0]
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let mut load = &Load(1) - &Load(2);
    (Load(1) + Load(2)).settle();
    load += 1;
    let negated = -(2 * load);
    let or = negated | Load(3);
    let numbers = (resource as u64 + 1) << 2 | 1;
    let mut rack = Rack { loads: [Load(1), Load(2)] };
    let first = rack["first"].0;
    rack["second"] = Load(1);
    (!&or || or == Load(1) || or < Load(2) || numbers == 1 || first > 1) as BOOL
}

pub fn elsewhere(load: Load, rack: &Rack) -> bool {
    rack[1] == 1 && (load + 1) << 1 == Load(1)
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
