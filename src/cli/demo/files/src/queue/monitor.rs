//! The thread that looks after the queue's service. It may sleep, connect and wait: nobody waits for it.

use crate::bindings::{CLUSTER_RESOURCE_FAILED, CLUSTER_RESOURCE_ONLINE, GetTickCount64};
use crate::callbacks::{finish_online, log};
use crate::service::Service;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

const INTERVAL: Duration = Duration::from_secs(2);
const STALE_AFTER_MS: u64 = 30_000;
const ENDPOINT: &str = "localhost:5672";

/// What the monitor saw last, and when.
#[derive(Default)]
pub struct Sight {
    healthy: AtomicBool,
    seen_at_ms: AtomicU64,
    stop: AtomicBool,
}

impl Sight {
    /// Whether the queue was healthy when it was last looked at, and that was lately. Instant.
    pub fn is_good(&self) -> bool {
        let now = unsafe { GetTickCount64() };
        let age = now.wrapping_sub(self.seen_at_ms.load(Ordering::Acquire));
        age < STALE_AFTER_MS && self.healthy.load(Ordering::Acquire)
    }

    fn report(&self, healthy: bool) -> bool {
        self.seen_at_ms.store(unsafe { GetTickCount64() }, Ordering::Release);
        self.healthy.swap(healthy, Ordering::AcqRel) != healthy
    }
}

/// The running thread.
pub struct Monitor {
    sight: Arc<Sight>,
    thread: JoinHandle<()>,
}

impl Monitor {
    pub fn start(resource: isize, service: Arc<Service>, sight: Arc<Sight>) -> std::io::Result<Monitor> {
        sight.stop.store(false, Ordering::Release);
        let watched = sight.clone();
        let thread = Builder::new().name("queue monitor".to_owned()).spawn(move || watch(resource, &service, &watched))?;
        Ok(Monitor { sight, thread })
    }

    /// Tells the thread to end and waits until it did. Called without a lock.
    pub fn stop(self) {
        self.sight.stop.store(true, Ordering::Release);
        let _ = self.thread.join();
        self.sight.report(false);
    }
}

fn watch(resource: isize, service: &Service, sight: &Sight) {
    if !service.is_running() && !service.start() {
        log(resource, "the queue's service does not start");
        finish_online(resource, CLUSTER_RESOURCE_FAILED);
        return;
    }
    sight.report(true);
    finish_online(resource, CLUSTER_RESOURCE_ONLINE);
    while !sight.stop.load(Ordering::Acquire) {
        let healthy = service.is_running() && TcpStream::connect(ENDPOINT).is_ok();
        if sight.report(healthy) {
            log(resource, if healthy { "the queue answers again" } else { "the queue does not answer" });
        }
        std::thread::sleep(INTERVAL);
    }
}
