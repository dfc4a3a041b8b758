//! In the shape of `parking_lot`.

pub struct Mutex<T>(T);

impl<T> Mutex<T> {
    pub fn try_lock(&self) -> Option<&T> {
        Some(&self.0)
    }
}
