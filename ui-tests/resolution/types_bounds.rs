//! Methods of a parameter's bounds, their supertraits, associated types and constants.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

trait Base {
    const LENGTH: u64;
    const FULL: bool = false;

    fn base(&self) {
        if Self::FULL {
            sleep(Duration::from_millis(1));
        }
        sleep(Duration::from_millis(Self::LENGTH)); //~ sleeps
    }
}

trait Middle: Base {
    fn middle(&self) {
        self.base();
    }
}

trait Top
where
    Self: Middle,
{
    type Part: Make;

    fn part(&self) -> Self::Part {
        Self::Part::make()
    }
}

trait Make {
    fn make() -> Self;

    fn used(&self);
}

struct Disk;
struct Motor;
struct Belt;

impl Base for Disk {
    const LENGTH: u64 = 2;
}
impl Middle for Disk {}
impl Top for Disk {
    type Part = Motor;
}

impl Make for Motor {
    fn make() -> Self {
        sleep(Duration::from_millis(3)); //~ sleeps
        Motor
    }

    fn used(&self) {
        sleep(Duration::from_millis(4)); //~ sleeps
    }
}

impl Make for Belt {
    fn make() -> Self {
        sleep(Duration::from_millis(5));
        Belt
    }

    fn used(&self) {
        sleep(Duration::from_millis(6));
    }
}

fn through<T: Top>(value: &T) {
    value.middle();
    value.part().used();
}

fn through_where<T>(mut value: T)
where
    T: Iterator,
    T::Item: Make,
{
    if let Some(item) = value.next() {
        item.used();
    }
}

fn through_equality(value: &impl Top<Part = Motor>) -> Motor {
    <_ as Top>::part(value)
}

fn dynamic(value: &dyn Object) {
    value.inherited();
    let base: &dyn Objects = value;
    base.inherited();
}

trait Objects {
    fn inherited(&self) {
        sleep(Duration::from_millis(7)); //~ sleeps
    }
}

trait Object: Objects {}
impl Objects for Disk {}
impl Object for Disk {}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    through(&Disk);
    through_where(Some(Motor).into_iter());
    let _motor = through_equality(&Disk);
    dynamic(&Disk);
    1
}

pub fn elsewhere() {
    through_where(std::iter::once(Belt::make()));
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
