//! A member: what blocks here is reported here.

pub use pauses as timing;
pub use pauses::prelude::*;

pub fn generic<P: pauses::Probe>(probe: &P) -> bool {
    probe.probe()
}

pub fn with(check: impl FnOnce() -> bool) -> bool {
    std::thread::sleep(std::time::Duration::from_millis(1)); //~ sleeps
    check()
}

#[macro_export]
macro_rules! rest {
    ($milliseconds:expr) => {
        $crate::timing::wait($milliseconds) //~ sleeps
    };
}

/// The same in the users' own code.
pub fn hand_over(step: &std::sync::atomic::AtomicBool) {
    while step.load(std::sync::atomic::Ordering::Acquire) { //~ unbounded_loops
        std::hint::spin_loop();
    }
}

pub fn never() {
    pauses::pause!(100);
}
