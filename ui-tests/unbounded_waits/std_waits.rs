//! What std offers to wait for ever.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::process::Child;
use std::sync::mpsc::Receiver;
use std::sync::{Barrier, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use windows::*;

struct Instance {
    answers: Mutex<Receiver<bool>>,
    worker: Mutex<Option<JoinHandle<bool>>>,
    child: Mutex<Option<Child>>,
    ready: Mutex<bool>,
    changed: Condvar,
    barrier: Barrier,
}

impl Instance {
    fn ask(&self) -> bool {
        let answers = self.answers.lock().unwrap();
        let answer = answers.recv(); //~ unbounded_waits
        self.barrier.wait(); //~ unbounded_waits
        thread::park(); //~ unbounded_waits
        answer.unwrap_or(false)
    }

    fn threads(&self) -> bool {
        let worker = self.worker.lock().unwrap().take();
        let joined = match worker {
            Some(worker) => worker.join().unwrap_or(false), //~ unbounded_waits
            None => false,
        };
        thread::scope(|scope| { //~ unbounded_waits
            let _handle = scope;
        });
        joined
    }

    fn condition(&self) -> bool {
        let ready = self.ready.lock().unwrap();
        let ready = self.changed.wait(ready).unwrap(); //~ unbounded_waits
        let ready = self.changed.wait_while(ready, |ready| !*ready).unwrap(); //~ unbounded_waits
        *ready
    }

    fn process(&self) -> bool {
        let mut child = self.child.lock().unwrap();
        match child.as_mut() {
            Some(child) => child.wait().is_ok(), //~ unbounded_waits
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
