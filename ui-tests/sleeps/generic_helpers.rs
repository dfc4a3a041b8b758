//! A generic helper does what its type argument does, and a wrapper hands a closure on.
//@ bounds: TABLE=12ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

trait Check {
    fn check(&self) -> bool;
}

struct Quick;
struct Slow;
struct Unused;

impl Check for Quick {
    fn check(&self) -> bool {
        true
    }
}

impl Check for Slow {
    fn check(&self) -> bool {
        std::thread::sleep(Duration::from_millis(10)); //~ sleeps
        true
    }
}

impl Check for Unused {
    fn check(&self) -> bool {
        true
    }
}

fn all<A: Check, B>(first: &A, second: &B) -> bool
where
    B: Check,
{
    first.check() && second.check()
}

fn twice<T>(mut run: impl FnMut() -> T) -> T {
    run();
    run()
}

struct Guarded<C> {
    inner: C,
}

impl<C: Check> Guarded<C> {
    fn run(&self) -> bool {
        self.inner.check()
    }
}

pub fn elsewhere() -> bool {
    Unused.check()
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let ran = twice(|| {
        unsafe { Sleep(1) } //~ sleeps
        true
    });
    (all(&Quick, &Slow) && Guarded { inner: Quick }.run() && ran) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
