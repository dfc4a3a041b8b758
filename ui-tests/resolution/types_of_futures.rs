//! Async: what is awaited or polled runs, what is only created does not; an awaited value has the future's output type.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::future::{Future, IntoFuture};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Disk;

impl Disk {
    async fn open(number: u8) -> Option<Disk> {
        sleep(Duration::from_millis(1)); //~ sleeps
        (number > 0).then_some(Disk)
    }

    fn spin_up(&self) {
        sleep(Duration::from_millis(2)); //~ sleeps
    }

    async fn unused(&self) {
        sleep(Duration::from_millis(3));
    }
}

trait Probe {
    async fn probe(&self) -> u8;
}

impl Probe for Disk {
    async fn probe(&self) -> u8 {
        sleep(Duration::from_millis(4)); //~ sleeps
        1
    }
}

/// A future by hand: its `poll` runs where it is awaited.
struct Ready(u8);

impl Future for Ready {
    type Output = u8;

    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<u8> {
        sleep(Duration::from_millis(5)); //~ sleeps
        Poll::Ready(self.0)
    }
}

struct Later;

impl IntoFuture for Later {
    type Output = u8;
    type IntoFuture = Ready;

    fn into_future(self) -> Ready {
        sleep(Duration::from_millis(6)); //~ sleeps
        Ready(1)
    }
}

async fn check() -> u8 {
    let Some(disk) = Disk::open(1).await else { return 0 };
    disk.spin_up();
    let _never = disk.unused();
    let block = async {
        sleep(Duration::from_millis(7)); //~ sleeps
        1
    };
    let _also_never = async { sleep(Duration::from_millis(8)) };
    disk.probe().await + Later.await + block.await
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let mut future = pin!(check());
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(count) => (count > 0) as BOOL,
        Poll::Pending => 0,
    }
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
