//! Timeouts that cannot be evaluated: from fields that are set at run time, from the registry, from parameters that nobody fills with a constant.
//@ args: -W unknown_bounds
//@ bounds: TABLE=1ms+unknown

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};
use windows::*;

pub struct Instance {
    handle: HANDLE,
    key: HKEY,
    patience: u32,
    reply: Duration,
    answers: Receiver<u32>,
}

impl Instance {
    pub fn new(handle: HANDLE, key: HKEY, patience: u32, reply: Duration, answers: Receiver<u32>) -> Instance {
        Instance { handle, key, patience, reply, answers }
    }

    unsafe fn configured(&self) -> u32 {
        let (mut value, mut size) = (0u32, 4u32);
        let data = &mut value as *mut u32 as *mut u8;
        RegQueryValueExW(self.key, w!("Patience"), null(), null_mut(), data, &mut size);
        value
    }
}

unsafe fn waits(handle: HANDLE, milliseconds: u32) -> bool {
    WaitForSingleObject(handle, milliseconds) == WAIT_TIMEOUT //~ unknown_bounds
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.handle, instance.patience); //~ unknown_bounds
    WaitForSingleObject(instance.handle, instance.patience + 10); //~ unknown_bounds
    WaitForSingleObject(instance.handle, instance.patience.max(10)); //~ unknown_bounds
    WaitForSingleObject(instance.handle, instance.configured()); //~ unknown_bounds
    let _ = instance.answers.recv_timeout(instance.reply); //~ unknown_bounds
    let _ = instance.answers.recv_timeout(instance.reply * 2); //~ unknown_bounds
    let _ = instance.answers.recv_timeout(Instant::now().elapsed()); //~ unknown_bounds
    waits(instance.handle, instance.patience);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
