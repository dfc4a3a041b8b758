pub fn rest() {
    std::thread::sleep(std::time::Duration::from_secs(1)); //~ sleeps
}
