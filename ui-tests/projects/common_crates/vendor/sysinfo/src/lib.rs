//! In the shape of `sysinfo`.

pub struct System;

impl System {
    pub fn new() -> System {
        System
    }

    pub fn refresh_processes(&mut self) {}
}
