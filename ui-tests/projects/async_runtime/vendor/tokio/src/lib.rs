//! What the DLL uses of tokio, as far as signatures go.

pub mod runtime {
    use std::future::Future;

    pub struct Runtime(());

    impl Runtime {
        pub fn block_on<F: Future>(&self, future: F) -> F::Output {
            let _ = future;
            unimplemented!()
        }
    }
}

pub mod time {
    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use std::time::Duration;

    pub struct Elapsed(());

    pub struct Timeout<T>(T);

    impl<T: Future> Future for Timeout<T> {
        type Output = Result<T::Output, Elapsed>;
        fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Self::Output> {
            unimplemented!()
        }
    }

    pub fn timeout<F: Future>(_duration: Duration, future: F) -> Timeout<F> {
        Timeout(future)
    }

    pub struct Sleep(());

    impl Future for Sleep {
        type Output = ();
        fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
            unimplemented!()
        }
    }

    pub fn sleep(_duration: Duration) -> Sleep {
        Sleep(())
    }
}

pub mod sync {
    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    pub struct Notify(());

    pub struct Notified<'a>(&'a Notify);

    impl Notify {
        pub const fn const_new() -> Self {
            Self(())
        }

        pub fn notified(&self) -> Notified<'_> {
            Notified(self)
        }
    }

    impl Future for Notified<'_> {
        type Output = ();
        fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
            unimplemented!()
        }
    }
}
