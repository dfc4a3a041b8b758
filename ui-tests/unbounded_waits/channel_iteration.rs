//! Iterating a `Receiver` waits for each message until every sender is gone; draining it does not.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use windows::*;

struct Instance {
    answers: Mutex<Receiver<bool>>,
}

impl Instance {
    fn by_iter(&self) -> bool {
        let answers = self.answers.lock().unwrap();
        let mut last = false;
        for answer in answers.iter() { //~ unbounded_waits
            last = answer;
        }
        last
    }

    fn by_reference(&self) -> bool {
        let answers = self.answers.lock().unwrap();
        let mut last = false;
        for answer in &*answers { //~ unbounded_waits
            last = answer;
        }
        last
    }

    fn drained(&self) -> bool {
        let answers = self.answers.lock().unwrap();
        let mut last = false;
        for answer in answers.try_iter() {
            last = answer;
        }
        while let Ok(answer) = answers.try_recv() {
            last = answer;
        }
        last
    }
}

fn local() -> u32 {
    let (sender, receiver) = channel::<u32>();
    drop(sender);
    let mut sum = 0;
    for number in receiver { //~ unbounded_waits
        sum += number;
    }
    sum
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (instance.by_iter() && instance.by_reference() && instance.drained() && local() == 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
