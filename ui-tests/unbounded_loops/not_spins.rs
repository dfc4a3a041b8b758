//! What looks like a spin and is none: it ends as soon as nothing more is there, tries a compare-and-swap again, has a
//! deadline or a last round, or looks at what only this call changes.
//@ bounds: TABLE=150ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};
use windows::*;

struct Instance {
    answered: AtomicBool,
    generation: AtomicU32,
    polls: Mutex<u32>,
    answers: Receiver<u32>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut last = 0;
    while let Ok(answer) = instance.answers.try_recv() {
        last = answer;
    }
    for answer in instance.answers.try_iter() {
        last = answer;
    }
    let mut seen = instance.generation.load(Ordering::Relaxed);
    loop {
        match instance.generation.compare_exchange_weak(seen, seen + 1, Ordering::AcqRel, Ordering::Relaxed) {
            Ok(_) => break,
            Err(now) => seen = now,
        }
    }
    let _ = instance.generation.fetch_update(Ordering::AcqRel, Ordering::Relaxed, |value| value.checked_add(1));
    let start = Instant::now();
    while !instance.answered.load(Ordering::Acquire) {
        if start.elapsed() > Duration::from_millis(50) {
            return FALSE;
        }
        std::hint::spin_loop();
    }
    let deadline = Instant::now() + Duration::from_millis(50);
    let mut polls = 0;
    loop {
        if let Ok(guard) = instance.polls.try_lock() {
            polls = *guard;
            break;
        }
        if Instant::now() >= deadline {
            break;
        }
    }
    let ticks = GetTickCount64();
    while !instance.answered.load(Ordering::Acquire) && GetTickCount64() - ticks < 50 {
        std::hint::spin_loop();
    }
    for _ in 0..1000 {
        if instance.answered.load(Ordering::Acquire) {
            break;
        }
        std::hint::spin_loop();
    }
    let mut bits = last;
    while bits != 0 {
        bits &= bits - 1;
    }
    (polls > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
