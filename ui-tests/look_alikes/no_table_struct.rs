//! Structs with such fields that are no tables: no function pointers, no `repr(C)`, no companions.

use std::time::Duration;

fn check(_id: u32) -> bool {
    std::thread::sleep(Duration::from_millis(10));
    true
}

fn stop(_id: u32) {}

#[allow(non_snake_case)]
#[repr(C)]
pub struct Flags {
    pub LooksAlive: bool,
    pub IsAlive: bool,
    pub Terminate: bool,
}

pub struct Callbacks {
    pub looks_alive: fn(u32) -> bool,
    pub is_alive: fn(u32) -> bool,
    pub terminate: fn(u32),
}

#[repr(C)]
pub struct Lonely {
    pub looks_alive: fn(u32) -> bool,
}

pub static FLAGS: Flags = Flags { LooksAlive: true, IsAlive: true, Terminate: false };
pub static CALLBACKS: Callbacks = Callbacks { looks_alive: check, is_alive: check, terminate: stop };
pub static LONELY: Lonely = Lonely { looks_alive: check };
