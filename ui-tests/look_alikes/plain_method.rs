//! A method of that name in an ordinary crate.

use std::time::Duration;

pub struct Lamp {
    lit: bool,
}

impl Lamp {
    pub fn looks_alive(&self) -> bool {
        std::thread::sleep(Duration::from_millis(10));
        self.lit
    }

    pub fn terminate(&mut self) {
        self.lit = false;
    }
}

pub fn looks_alive(lamp: &Lamp) -> bool {
    lamp.looks_alive()
}
