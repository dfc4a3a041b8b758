//! In the shape of `arc-swap`.

use std::sync::Arc;
pub struct ArcSwapAny<T>(T);
pub type ArcSwap<T> = ArcSwapAny<Arc<T>>;
pub type ArcSwapOption<T> = ArcSwapAny<Option<Arc<T>>>;
pub struct Guard<T>(T);
impl<T> std::ops::Deref for Guard<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}
impl<T> ArcSwapAny<T> {
    pub fn load(&self) -> Guard<T> {
        loop {}
    }
    pub fn load_full(&self) -> T {
        loop {}
    }
    pub fn store(&self, value: T) {}
}
