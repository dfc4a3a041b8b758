//! The same objects, asked without waiting or with a bound.
//@ bounds: TABLE=60ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::process::Child;
use std::sync::mpsc::Receiver;
use std::sync::{Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use windows::*;

struct Instance {
    answers: Mutex<Receiver<bool>>,
    worker: Mutex<Option<JoinHandle<bool>>>,
    child: Mutex<Option<Child>>,
    ready: Mutex<bool>,
    changed: Condvar,
}

impl Instance {
    fn ask(&self) -> bool {
        let answers = self.answers.lock().unwrap();
        let answer = answers.try_recv();
        let later = answers.recv_timeout(Duration::from_millis(20));
        thread::park_timeout(Duration::from_millis(20));
        answer.or(later.map_err(|_| std::sync::mpsc::TryRecvError::Empty)).unwrap_or(false)
    }

    fn threads(&self) -> bool {
        match self.worker.lock().unwrap().as_ref() {
            Some(worker) => worker.is_finished(),
            None => false,
        }
    }

    fn condition(&self) -> bool {
        let ready = self.ready.lock().unwrap();
        let (ready, _timed_out) = self.changed.wait_timeout(ready, Duration::from_millis(20)).unwrap();
        self.changed.notify_all();
        *ready
    }

    fn process(&self) -> bool {
        match self.child.lock().unwrap().as_mut() {
            Some(child) => matches!(child.try_wait(), Ok(None)),
            None => false,
        }
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (instance.ask() && instance.threads() && instance.condition() && instance.process()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
