//! The fourth edition: `Future` is in the prelude, `gen` is no name, foreign functions stand in `unsafe extern`, and
//! conditions chain.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

struct Ready;

impl Future for Ready {
    type Output = Option<Disk>;

    fn poll(self: std::pin::Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Option<Disk>> {
        std::thread::sleep(std::time::Duration::from_millis(14)); //~ sleeps
        Poll::Ready(Some(Disk))
    }
}

struct Disk;

impl Disk {
    fn spin_up(&self) -> Option<u8> {
        std::thread::sleep(std::time::Duration::from_millis(15)); //~ sleeps
        Some(1)
    }

    fn never(&self) {
        std::thread::sleep(std::time::Duration::from_millis(16));
    }
}

fn r#gen() -> bool {
    std::thread::sleep(std::time::Duration::from_millis(17)); //~ sleeps
    true
}

unsafe extern "system" {
    safe fn GetTickCount64() -> u64;
    fn Sleep(milliseconds: u32);
}

pub fn elsewhere() {
    Disk.never();
}

pub fn run() -> bool {
    let mut future = pin!(async { Ready.await });
    let polled = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    if let Poll::Ready(found) = polled
        && let Some(disk) = found
        && let Some(number) = disk.spin_up()
        && number > 0
    {
        unsafe { Sleep(18) }; //~ sleeps
        return r#gen() && GetTickCount64() > 0;
    }
    false
}
