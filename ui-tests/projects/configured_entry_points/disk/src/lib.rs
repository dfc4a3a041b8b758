//! Implements the framework's trait.

pub mod legacy;

use framework::Resource;
use std::time::Duration;

pub struct Disk;

impl Resource for Disk {
    fn looks_alive(&self) -> bool {
        self.settle();
        true
    }
}

impl Disk {
    fn settle(&self) {
        std::thread::sleep(Duration::from_millis(11)); //~ sleeps
    }

    /// Not the trait's method.
    pub fn looks_alive(&self) -> bool {
        std::thread::sleep(Duration::from_millis(20));
        true
    }
}
