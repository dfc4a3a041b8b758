//! In the shape of `scopeguard`.

use std::{mem::ManuallyDrop, ops::Deref, ptr};
pub struct ScopeGuard<T, F: FnOnce(T)> {
    value: ManuallyDrop<T>,
    dropfn: ManuallyDrop<F>,
}
pub fn guard<T, F: FnOnce(T)>(value: T, dropfn: F) -> ScopeGuard<T, F> {
    ScopeGuard { value: ManuallyDrop::new(value), dropfn: ManuallyDrop::new(dropfn) }
}
impl<T, F: FnOnce(T)> Deref for ScopeGuard<T, F> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
impl<T, F: FnOnce(T)> Drop for ScopeGuard<T, F> {
    fn drop(&mut self) {
        let (value, dropfn) = unsafe { (ptr::read(&*self.value), ptr::read(&*self.dropfn)) };
        dropfn(value);
    }
}
