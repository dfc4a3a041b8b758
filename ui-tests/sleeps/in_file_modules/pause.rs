pub mod length;

pub fn settle() {
    std::thread::sleep(length::SHORT); //~ sleeps
}
