//! A function that is chosen by the type that is wanted: `default`, `into`, `parse`, `collect`, a generic result.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::str::FromStr;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Slow;
struct Quick;

impl Default for Slow {
    fn default() -> Self {
        sleep(Duration::from_millis(1)); //~ sleeps
        Slow
    }
}

impl Default for Quick {
    fn default() -> Self {
        Quick
    }
}

impl FromStr for Slow {
    type Err = ();

    fn from_str(_text: &str) -> Result<Self, ()> {
        sleep(Duration::from_millis(2)); //~ sleeps
        Ok(Slow)
    }
}

impl FromStr for Quick {
    type Err = ();

    fn from_str(_text: &str) -> Result<Self, ()> {
        Ok(Quick)
    }
}

impl FromIterator<u8> for Slow {
    fn from_iter<I: IntoIterator<Item = u8>>(_bytes: I) -> Self {
        sleep(Duration::from_millis(3)); //~ sleeps
        Slow
    }
}

impl FromIterator<u8> for Quick {
    fn from_iter<I: IntoIterator<Item = u8>>(_bytes: I) -> Self {
        Quick
    }
}

trait Make: Sized {
    fn make() -> Self;
}

impl Make for u8 {
    fn make() -> u8 {
        sleep(Duration::from_millis(4)); //~ sleeps
        1
    }
}

impl Make for u16 {
    fn make() -> u16 {
        sleep(Duration::from_millis(5));
        1
    }
}

impl Make for (u32, bool) {
    fn make() -> Self {
        sleep(Duration::from_millis(6)); //~ sleeps
        (1, true)
    }
}

fn make<T: Make>() -> T {
    T::make()
}

fn defaulted() -> Slow {
    Default::default()
}

struct Pair {
    slow: Option<Slow>,
    quick: Quick,
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let _slow = defaulted();
    let _quick: Quick = Default::default();
    let parsed: Result<Slow, _> = "c".parse();
    let other = "d".parse::<Quick>();
    let pair = Pair { slow: parsed.ok(), quick: [1, 2].into_iter().collect() };
    let _collected = [1, 2].into_iter().collect::<Slow>();
    let byte: u8 = make();
    let (_number, sure) = make::<(u32, bool)>();
    drop((pair.slow, pair.quick, other));
    (byte == 1 && sure) as BOOL
}

pub fn elsewhere() -> u16 {
    make()
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
