//! Not a member: what blocks here is reported where the workspace calls it or invokes its macros.

pub fn wait(milliseconds: u64) {
    std::thread::sleep(std::time::Duration::from_millis(milliseconds));
}

pub fn quick(_milliseconds: u64) {}

/// Waits for the end of another thread's step, as lock-free structures do: a spin, but nobody's to mend.
pub fn hand_over(step: &std::sync::atomic::AtomicBool) {
    while step.load(std::sync::atomic::Ordering::Acquire) {
        std::hint::spin_loop();
    }
}

/// Calls a function of this crate.
#[macro_export]
macro_rules! pause {
    ($milliseconds:expr) => {
        $crate::wait($milliseconds)
    };
}

/// Calls the standard library itself.
#[macro_export]
macro_rules! doze {
    () => {
        $crate::doze!(4)
    };
    ($milliseconds:expr) => {
        ::std::thread::sleep(::std::time::Duration::from_millis($milliseconds))
    };
}

/// Writes items.
#[macro_export]
macro_rules! checks {
    ($($name:ident: $body:expr),*) => {
        $(pub fn $name() -> bool {
            $body
        })*
    };
}

/// What an implementor gives runs in `settle`.
pub trait Probe {
    fn probe(&self) -> bool;

    fn settle(&self) -> bool {
        wait(6);
        self.probe()
    }
}

pub struct Guard<F: FnMut()>(pub F);

impl<F: FnMut()> Guard<F> {
    pub fn run(&mut self) {
        (self.0)();
    }
}

pub mod prelude {
    pub use crate::{Probe as _, wait as hold_on};
}
