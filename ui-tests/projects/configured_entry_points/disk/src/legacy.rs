//! A function that the configuration names.

pub fn poll(_device: u32) -> bool {
    std::thread::sleep(std::time::Duration::from_millis(12)); //~ sleeps
    true
}
