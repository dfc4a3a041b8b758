//! `for` runs `into_iter` and `next`; consumers run `next`; an iterator that nobody drives runs nothing.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

macro_rules! iterator {
    ($name:ident, $wait:expr) => {
        struct $name(u8);

        impl Iterator for $name {
            type Item = u8;

            fn next(&mut self) -> Option<u8> {
                $wait;
                self.0 = self.0.checked_sub(1)?;
                Some(self.0)
            }
        }
    };
}

iterator!(InFor, sleep(Duration::from_millis(1))); //~ sleeps
iterator!(InForByReference, sleep(Duration::from_millis(2))); //~ sleeps
iterator!(Counted, sleep(Duration::from_millis(3))); //~ sleeps
iterator!(Collected, sleep(Duration::from_millis(4))); //~ sleeps
iterator!(Adapted, sleep(Duration::from_millis(5))); //~ sleeps
iterator!(Extending, sleep(Duration::from_millis(6))); //~ sleeps
iterator!(Never, sleep(Duration::from_millis(7)));
iterator!(Once, sleep(Duration::from_millis(9))); //~ sleeps
iterator!(Made, ());

struct Shelf;

impl IntoIterator for Shelf {
    type Item = u8;
    type IntoIter = Made;

    fn into_iter(self) -> Made {
        sleep(Duration::from_millis(10)); //~ sleeps
        Made(1)
    }
}

struct Other;

impl IntoIterator for Other {
    type Item = u8;
    type IntoIter = Made;

    fn into_iter(self) -> Made {
        sleep(Duration::from_millis(11));
        Made(1)
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let mut sum = 0;
    for number in InFor(1) { //~ unbounded_loops
        sum += number as usize;
    }
    let mut numbers = InForByReference(1);
    for number in &mut numbers { //~ unbounded_loops
        sum += number as usize;
    }
    sum += Counted(1).count(); //~ unbounded_loops
    sum += Collected(1).collect::<Vec<_>>().len(); //~ unbounded_loops
    sum += Adapted(1).map(|number| number as usize).filter(|number| *number > 1).sum::<usize>(); //~ unbounded_loops
    let mut all = Vec::new();
    all.extend(Extending(1)); //~ unbounded_loops
    let _never = Never(1).map(|number| number + 1);
    sum += Once(1).by_ref().peekable().peek().is_some() as usize;
    for number in Shelf {
        sum += number as usize;
    }
    let _other = Other;
    (sum + all.len()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
