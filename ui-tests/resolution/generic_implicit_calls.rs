//! Operators, `for` and derefs of generic code are those of the types that it runs with.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::ops::{Deref, Sub};
use std::thread::sleep;
use std::time::Duration;
use windows::*;

trait Number: Copy {
    type Wide: Sub<Output = Self::Wide> + From<u8>;
    const ONE: Self::Wide;
    fn less(self) -> Self::Wide {
        Self::ONE - Self::Wide::from(1)
    }
}

#[derive(Clone, Copy)]
struct Fast;
#[derive(Clone, Copy)]
struct Slow;
struct Never;
struct Sleepy;

macro_rules! slow_sub {
    ($($ty:ident $ms:literal)*) => { $(
        impl Sub for $ty {
            type Output = Self;
            fn sub(self, _: Self) -> Self {
                sleep(Duration::from_millis($ms)); //~ sleeps
                self
            }
        }
        impl From<u8> for $ty {
            fn from(_: u8) -> Self {
                Self
            }
        }
    )* };
}
slow_sub! { Sleepy 1 }

impl Sub for Never {
    type Output = Self;
    fn sub(self, _: Self) -> Self {
        sleep(Duration::from_millis(2));
        self
    }
}

impl Number for Fast {
    type Wide = u64;
    const ONE: u64 = 1;
}
impl Number for Slow {
    type Wide = Sleepy;
    const ONE: Sleepy = Sleepy;
}

struct Waiting;
struct Idle;
impl Iterator for Waiting {
    type Item = u8;
    fn next(&mut self) -> Option<u8> {
        sleep(Duration::from_millis(3)); //~ sleeps
        None
    }
}
impl Iterator for Idle {
    type Item = u8;
    fn next(&mut self) -> Option<u8> {
        sleep(Duration::from_millis(4));
        None
    }
}

fn first<I: Iterator<Item = u8>>(items: I) -> u8 {
    for item in items {
        return item;
    }
    0
}

struct Lazy(u8);
struct Eager(u8);
impl Deref for Lazy {
    type Target = u8;
    fn deref(&self) -> &u8 {
        sleep(Duration::from_millis(5)); //~ sleeps
        &self.0
    }
}
impl Deref for Eager {
    type Target = u8;
    fn deref(&self) -> &u8 {
        sleep(Duration::from_millis(6));
        &self.0
    }
}

fn value<P: Deref<Target = u8>>(pointer: P) -> u8 {
    *pointer
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let _ = (Fast.less(), Slow.less());
    let count = first(Waiting) + first([1u8, 2].into_iter());
    let sum = count + value(Lazy(1)) + value(Box::new(1));
    (sum > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {
    let _ = (Never - Never, first(Idle), value(Eager(1)));
}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
