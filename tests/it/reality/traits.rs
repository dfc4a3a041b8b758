//! Trait objects and generics: the longest implementation counts; here it is the one that runs.
use std::ffi::c_void;

use std::thread::sleep;
use std::time::Duration;

trait Probe {
    const REST: u64;
    fn run(&self) {
        sleep(Duration::from_millis(Self::REST));
    }
}

trait AnyProbe {
    fn run_any(&self);
}

impl<P: Probe> AnyProbe for P {
    fn run_any(&self) {
        self.run();
    }
}

struct Quick;
struct Slow;

impl Probe for Quick {
    const REST: u64 = 5;
}

impl Probe for Slow {
    const REST: u64 = 25;
}

fn twice<P: Probe>(probe: &P) {
    probe.run();
    probe.run();
}

extern "system" fn looks_alive(_: *mut c_void) -> i32 {
    twice(&Quick);
    let probe: Box<dyn AnyProbe> = Box::new(Slow);
    probe.run_any();
    1
}

#[repr(C)]
pub struct Functions {
    pub looks_alive: extern "system" fn(*mut c_void) -> i32,
    pub is_alive: extern "system" fn(*mut c_void) -> i32,
    pub terminate: extern "system" fn(*mut c_void),
}

extern "system" fn is_alive(_: *mut c_void) -> i32 {
    1
}

extern "system" fn terminate(_: *mut c_void) {}

pub static TABLE: Functions = Functions { looks_alive, is_alive, terminate };
