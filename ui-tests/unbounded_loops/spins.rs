//! Spinning on what another thread changes, in every form, with no deadline.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError};
use windows::*;

struct Instance {
    answered: AtomicBool,
    generation: AtomicU32,
    polls: Mutex<u32>,
    answers: Receiver<u32>,
    mapped: *const u32,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    while !instance.answered.load(Ordering::Acquire) {} //~ unbounded_loops
    while !instance.answered.load(Ordering::Acquire) { //~ unbounded_loops
        std::hint::spin_loop();
    }
    while !instance.answered.load(Ordering::Acquire) { //~ unbounded_loops
        std::thread::yield_now();
    }
    loop { //~ unbounded_loops
        if instance.generation.load(Ordering::Relaxed) > 7 {
            break;
        }
    }
    while instance.answered.swap(true, Ordering::AcqRel) { //~ unbounded_loops
        std::hint::spin_loop();
    }
    let polls = loop { //~ unbounded_loops
        if let Ok(polls) = instance.polls.try_lock() {
            break *polls;
        }
    };
    while std::ptr::read_volatile(instance.mapped) == 0 {} //~ unbounded_loops
    while instance.answers.try_recv().is_err() {} //~ unbounded_loops
    let answer = loop { //~ unbounded_loops
        match instance.answers.try_recv() {
            Ok(answer) => break answer,
            Err(TryRecvError::Empty) => continue,
            Err(TryRecvError::Disconnected) => return FALSE,
        }
    };
    (polls + answer > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
