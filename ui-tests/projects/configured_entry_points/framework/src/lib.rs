//! A framework whose table is out of sight; the configuration names what it calls.

pub trait Resource {
    fn looks_alive(&self) -> bool;
    fn terminate(&self) {}
}

/// An implementation in the framework itself.
pub struct Always;

impl Resource for Always {
    fn looks_alive(&self) -> bool {
        std::thread::sleep(std::time::Duration::from_millis(10)); //~ sleeps
        true
    }
}
