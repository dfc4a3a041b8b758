//! A trait of the same name that is another one.

pub trait Resource {
    fn looks_alive(&self) -> bool;
}

pub struct Lamp;

impl Resource for Lamp {
    fn looks_alive(&self) -> bool {
        std::thread::sleep(std::time::Duration::from_millis(20));
        true
    }
}
