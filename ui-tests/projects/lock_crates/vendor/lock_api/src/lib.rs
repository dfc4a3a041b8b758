//! In the shape of `lock_api`.

pub struct Mutex<R, T: ?Sized>(pub R, pub T);
pub struct MutexGuard<'a, R, T: ?Sized>(&'a Mutex<R, T>);
pub struct MappedMutexGuard<'a, R, T: ?Sized>(&'a R, &'a T);
pub struct RwLock<R, T: ?Sized>(pub R, pub T);
pub struct RwLockReadGuard<'a, R, T: ?Sized>(&'a RwLock<R, T>);
pub struct RwLockWriteGuard<'a, R, T: ?Sized>(&'a RwLock<R, T>);
pub struct ReentrantMutex<R, T: ?Sized>(pub R, pub T);
pub struct ReentrantMutexGuard<'a, R, T: ?Sized>(&'a ReentrantMutex<R, T>);
impl<R, T> Mutex<R, T> {
    pub fn lock(&self) -> MutexGuard<'_, R, T> {
        loop {}
    }
    pub fn try_lock(&self) -> Option<MutexGuard<'_, R, T>> {
        None
    }
}
impl<'a, R, T> MutexGuard<'a, R, T> {
    pub fn map<U, F: FnOnce(&mut T) -> &mut U>(s: Self, f: F) -> MappedMutexGuard<'a, R, U> {
        loop {}
    }
    pub fn unlocked<U, F: FnOnce() -> U>(s: &mut Self, f: F) -> U {
        f()
    }
}
impl<R, T> RwLock<R, T> {
    pub fn read(&self) -> RwLockReadGuard<'_, R, T> {
        loop {}
    }
    pub fn write(&self) -> RwLockWriteGuard<'_, R, T> {
        loop {}
    }
}
impl<'a, R, T> RwLockWriteGuard<'a, R, T> {
    pub fn downgrade(s: Self) -> RwLockReadGuard<'a, R, T> {
        loop {}
    }
}
impl<R, T> ReentrantMutex<R, T> {
    pub fn lock(&self) -> ReentrantMutexGuard<'_, R, T> {
        loop {}
    }
}
impl<R, T> std::ops::Deref for MutexGuard<'_, R, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0 .1
    }
}
impl<R, T> std::ops::Deref for MappedMutexGuard<'_, R, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.1
    }
}

impl<R, T> std::ops::DerefMut for MutexGuard<'_, R, T> {
    fn deref_mut(&mut self) -> &mut T {
        loop {}
    }
}
impl<R, T> std::ops::DerefMut for MappedMutexGuard<'_, R, T> {
    fn deref_mut(&mut self) -> &mut T {
        loop {}
    }
}
impl<R, T> std::ops::Deref for RwLockReadGuard<'_, R, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0 .1
    }
}
impl<R, T> std::ops::Deref for RwLockWriteGuard<'_, R, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0 .1
    }
}
impl<R, T> std::ops::DerefMut for RwLockWriteGuard<'_, R, T> {
    fn deref_mut(&mut self) -> &mut T {
        loop {}
    }
}
impl<R, T> std::ops::Deref for ReentrantMutexGuard<'_, R, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0 .1
    }
}
pub struct ArcMutexGuard<R, T: ?Sized>(std::sync::Arc<Mutex<R, T>>);
impl<R, T> Mutex<R, T> {
    pub fn lock_arc(self: &std::sync::Arc<Self>) -> ArcMutexGuard<R, T> {
        ArcMutexGuard(std::sync::Arc::clone(self))
    }
}
impl<R, T> std::ops::Deref for ArcMutexGuard<R, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0 .1
    }
}
impl<R, T> std::ops::DerefMut for ArcMutexGuard<R, T> {
    fn deref_mut(&mut self) -> &mut T {
        loop {}
    }
}
