//! In the shape of `tokio`.

pub mod sync {
    pub struct Mutex<T: ?Sized>(T);
    pub struct MutexGuard<'a, T: ?Sized>(&'a T);
    pub struct TryLockError(());
    impl<T> Mutex<T> {
        pub async fn lock(&self) -> MutexGuard<'_, T> {
            MutexGuard(&self.0)
        }
        pub fn blocking_lock(&self) -> MutexGuard<'_, T> {
            MutexGuard(&self.0)
        }
        pub fn try_lock(&self) -> Result<MutexGuard<'_, T>, TryLockError> {
            Ok(MutexGuard(&self.0))
        }
    }
    impl<T> std::ops::Deref for MutexGuard<'_, T> {
        type Target = T;
        fn deref(&self) -> &T {
            self.0
        }
    }
}

pub mod runtime {
    pub struct Runtime(());
    impl Runtime {
        pub fn block_on<F: std::future::Future>(&self, future: F) -> F::Output {
            loop {}
        }
    }
}
impl<T> std::ops::DerefMut for sync::MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        loop {}
    }
}
