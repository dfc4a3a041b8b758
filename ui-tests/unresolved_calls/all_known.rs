//! std, the crate's own functions, closures, constructors, operators: all of it is known.
//@ args: -W unresolved_calls

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};
use windows::*;

static LIMITS: OnceLock<u32> = OnceLock::new();

struct Point(u32, u32);

enum Answer {
    Yes(u32),
    No,
}

struct Instance {
    healthy: AtomicBool,
    names: Mutex<HashMap<u32, u32>>,
}

impl Instance {
    fn known(&self) -> Option<u32> {
        let started = Instant::now();
        let limit = LIMITS.get().copied().unwrap_or(3);
        let names = self.names.lock().ok()?;
        let point = Point(limit, 2);
        let answer = if self.healthy.load(Ordering::Acquire) { Answer::Yes(point.0) } else { Answer::No };
        let sum: u32 = names.values().map(|value| value.min(&10)).sum();
        let found = names.get(&1).is_some() || names.contains_key(&2);
        match answer {
            Answer::Yes(number) if found && started.elapsed() < Duration::from_millis(5) => Some(number.max(sum)),
            Answer::Yes(_) | Answer::No => u32::try_from(point.1 as u64).ok(),
        }
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    instance.known().is_some() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
