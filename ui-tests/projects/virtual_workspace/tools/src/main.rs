//! A tool beside the DLLs: no entry points, nothing to report.

fn looks_alive() -> bool {
    std::thread::sleep(std::time::Duration::from_secs(1));
    true
}

fn main() {
    println!("{}", looks_alive());
}
