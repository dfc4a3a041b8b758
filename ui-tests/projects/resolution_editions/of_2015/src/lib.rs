//! The first edition: paths of `use` begin at the crate's root, objects need no `dyn`.

extern crate of_2018 as other;

use other::Probe;
use std::thread::sleep;
use std::time::Duration;

pub mod timing {
    use std::thread;

    pub fn pause() {
        thread::sleep(::std::time::Duration::from_millis(1)); //~ sleeps
    }

    /// Not the standard library: `::thread` begins at the crate's root.
    pub fn quiet() {
        ::thread::sleep(::std::time::Duration::from_secs(1));
    }

    pub fn from_the_root() {
        use tools::settle;
        settle();
        ::other::quick();
        ::other::slow();
    }
}

pub mod thread {
    use std::time::Duration;

    pub fn sleep(_length: Duration) {}
}

mod tools {
    pub fn settle() {
        ::sleep(::Duration::from_millis(2)); //~ sleeps
    }
}

trait Check {
    fn check(&self, number: u8) -> bool;
}

struct Disk;

impl Check for Disk {
    fn check(&self, number: u8) -> bool {
        sleep(Duration::from_millis(3)); //~ sleeps
        number > 0
    }
}

fn bare(check: &Check) -> bool {
    check.check(1)
}

fn boxed() -> Box<Probe> {
    Box::new(other::Disk)
}

pub fn run() -> bool {
    timing::pause();
    timing::quiet();
    timing::from_the_root();
    bare(&Disk) && boxed().probe()
}
