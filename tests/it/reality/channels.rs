//! Waits with timeouts that nothing ends early: a channel, a condition variable.
use std::ffi::c_void;

use std::sync::mpsc::channel;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

extern "system" fn looks_alive(_: *mut c_void) -> i32 {
    let (sender, receiver) = channel::<i32>();
    let received = receiver.recv_timeout(Duration::from_millis(30)).is_ok();
    drop(sender);
    let (mutex, condition) = (Mutex::new(()), Condvar::new());
    if let Ok(guard) = mutex.lock() {
        let _ = condition.wait_timeout_while(guard, Duration::from_millis(25), |()| true);
    }
    received as i32
}

#[repr(C)]
pub struct Functions {
    pub looks_alive: extern "system" fn(*mut c_void) -> i32,
    pub is_alive: extern "system" fn(*mut c_void) -> i32,
    pub terminate: extern "system" fn(*mut c_void),
}

extern "system" fn is_alive(_: *mut c_void) -> i32 {
    1
}

extern "system" fn terminate(_: *mut c_void) {}

pub static TABLE: Functions = Functions { looks_alive, is_alive, terminate };
