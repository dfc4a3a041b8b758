//! What a thread of its own runs does not run here, however it got there; what is waited for here does.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::Arc;
use std::thread::{self, sleep};
use std::time::Duration;
use windows::*;

struct Worker {
    job: Box<dyn FnOnce() + Send>,
}

impl Worker {
    fn start(self) {
        thread::spawn(self.job); //~ panics_across_ffi
    }
}

fn in_background<F: FnOnce() + Send + 'static>(job: F) {
    let _handle = thread::Builder::new().spawn(job);
}

fn here<F: FnOnce()>(job: F) {
    job();
}

fn job() {
    sleep(Duration::from_millis(1));
}

struct Disk;

impl Disk {
    fn watch(self: Arc<Self>) {
        thread::spawn(move || self.spin_up()); //~ panics_across_ffi
    }

    fn spin_up(&self) {
        sleep(Duration::from_millis(2));
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    Worker { job: Box::new(|| sleep(Duration::from_millis(3))) }.start();
    in_background(|| sleep(Duration::from_millis(4)));
    in_background(job);
    thread::spawn(|| { //~ panics_across_ffi
        let inner = || sleep(Duration::from_millis(5));
        inner();
    });
    Arc::new(Disk).watch();
    here(|| sleep(Duration::from_millis(6))); //~ sleeps
    thread::scope(|scope| { //~ unbounded_waits
        scope.spawn(|| sleep(Duration::from_millis(7))); //~ panics_across_ffi
        sleep(Duration::from_millis(8)); //~ sleeps
    });
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
