//! In the shape of `spin`.

pub mod mutex {
    pub struct Mutex<T: ?Sized>(T);
    pub struct MutexGuard<'a, T: ?Sized>(&'a T);
    impl<T> Mutex<T> {
        pub const fn new(value: T) -> Self {
            Self(value)
        }
        pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
            None
        }
        pub fn lock(&self) -> MutexGuard<'_, T> {
            MutexGuard(&self.0)
        }
    }
    impl<T> std::ops::Deref for MutexGuard<'_, T> {
        type Target = T;
        fn deref(&self) -> &T {
            self.0
        }
    }
    impl<T> std::ops::DerefMut for MutexGuard<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            loop {}
        }
    }
}
pub mod rwlock {
    pub struct RwLock<T: ?Sized>(T);
    pub struct RwLockReadGuard<'a, T: ?Sized>(&'a T);
    pub struct RwLockWriteGuard<'a, T: ?Sized>(&'a T);
    impl<T> std::ops::Deref for RwLockReadGuard<'_, T> {
        type Target = T;
        fn deref(&self) -> &T {
            self.0
        }
    }
    impl<T> std::ops::Deref for RwLockWriteGuard<'_, T> {
        type Target = T;
        fn deref(&self) -> &T {
            self.0
        }
    }
    impl<T> std::ops::DerefMut for RwLockWriteGuard<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            loop {}
        }
    }
    impl<T> RwLock<T> {
        pub const fn new(value: T) -> Self {
            Self(value)
        }
        pub fn write(&self) -> RwLockWriteGuard<'_, T> {
            loop {}
        }
        pub fn read(&self) -> RwLockReadGuard<'_, T> {
            RwLockReadGuard(&self.0)
        }
    }
}
pub use mutex::Mutex;
pub use rwlock::RwLock;
