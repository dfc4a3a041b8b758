use std::time::Duration;

pub const SHORT: Duration = Duration::from_millis(10);

pub fn measured() -> bool {
    std::thread::sleep(SHORT); //~ sleeps
    true
}
