//! Methods named as std's blocking ones, on other types and through traits that are not in scope or not implemented.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::mpsc::{Receiver, Sender};
use windows::*;

struct Queue(u8);

impl Queue {
    fn recv(&self) -> Result<u8, ()> {
        Ok(self.0)
    }

    fn join(self, other: &str) -> usize {
        other.len()
    }

    fn wait(&self) {}
}

trait Wait {
    fn wait(&self);
    fn park(&self);
}

/// Only for numbers.
impl Wait for u8 {
    fn wait(&self) {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }

    fn park(&self) {
        std::thread::park();
    }
}

mod apart {
    pub trait Receive {
        fn recv(&self) -> Option<u8>;
    }

    /// Not in scope where `recv` is called on a queue; and its own comes first anyhow.
    impl Receive for super::Queue {
        fn recv(&self) -> Option<u8> {
            std::thread::park();
            None
        }
    }
}

struct Link {
    queue: Queue,
    receiver: Receiver<u8>,
    sender: Sender<u8>,
}

impl std::ops::Deref for Link {
    type Target = Receiver<u8>;

    fn deref(&self) -> &Receiver<u8> {
        &self.receiver
    }
}

fn blocks(link: &Link) -> bool {
    link.recv().is_ok() //~ unbounded_waits
}

fn does_not_block(link: &Link) -> bool {
    link.queue.recv().is_ok() && link.try_recv().is_err() && link.sender.send(1).is_ok()
}

pub fn elsewhere(queue: &Queue) {
    1u8.wait();
    1u8.park();
    apart::Receive::recv(queue);
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let (sender, receiver) = std::sync::mpsc::channel();
    let link = Link { queue: Queue(1), receiver, sender };
    let paths = std::path::Path::new("a").join("b");
    let names = ["a", "b"].join(", ");
    link.queue.wait();
    let joined = Queue(1).join("c") + names.len() + paths.components().count();
    (blocks(&link) && does_not_block(&link) && joined > 2) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
