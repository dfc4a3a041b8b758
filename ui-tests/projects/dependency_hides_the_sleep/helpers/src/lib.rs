//! A member of the workspace: the place is here.

pub fn settled() -> bool {
    std::thread::sleep(std::time::Duration::from_millis(10)); //~ sleeps
    inner()
}

fn inner() -> bool {
    vendored_probe::deep::probe() //~ sleeps
}

pub fn not_called() {
    std::thread::sleep(std::time::Duration::from_millis(20));
}
