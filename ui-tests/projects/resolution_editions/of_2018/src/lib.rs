//! The second edition: names of crates are in scope everywhere, arrays give references from `into_iter()`, and
//! `TryFrom` must be imported.

pub trait Probe {
    fn probe(&self) -> bool;
}

pub struct Disk;

impl Probe for Disk {
    fn probe(&self) -> bool {
        std::thread::sleep(std::time::Duration::from_millis(5)); //~ sleeps
        true
    }
}

pub fn quick() {}

pub fn slow() {
    crate::deep::deeper::wait();
}

mod deep {
    pub mod deeper {
        pub fn wait() {
            std::thread::sleep(core::time::Duration::from_millis(6)); //~ sleeps
        }
    }
}

trait Touch {
    fn touch(self);
}

impl Touch for &u8 {
    fn touch(self) {
        std::thread::sleep(std::time::Duration::from_millis(7)); //~ sleeps
    }
}

impl Touch for u8 {
    fn touch(self) {
        std::thread::sleep(std::time::Duration::from_millis(8));
    }
}

pub fn elsewhere() {
    1u8.touch();
}

/// The crate's own, which no prelude's hides.
trait Convert {
    fn try_into(self) -> bool;
}

impl Convert for u16 {
    fn try_into(self) -> bool {
        std::thread::sleep(std::time::Duration::from_millis(9)); //~ sleeps
        true
    }
}

pub fn run() -> bool {
    #[allow(array_into_iter)]
    [1u8, 2].into_iter().for_each(|number| number.touch());
    1u16.try_into()
}
