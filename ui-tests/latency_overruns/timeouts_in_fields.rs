//! A timeout in a field that every constructor fills with a constant counts as the longest of these.
//! `over`: 200 ms + 101 ms = 301 ms. `within`: 200 ms + 100 ms = 300 ms. `single`: max(250 ms, 301 ms) at the call.
//@ bounds: OVER=301ms WITHIN=300ms SINGLE=301ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::mpsc::Receiver;
use std::time::Duration;
use windows::*;

pub struct Probe {
    handle: HANDLE,
    patience: u32,
    answers: Receiver<u32>,
    reply: Duration,
    sooner: Option<Duration>,
    either: u32,
}

const PATIENCE: u32 = 200;

impl Probe {
    pub fn new(handle: HANDLE, answers: Receiver<u32>) -> Probe {
        Probe {
            handle,
            patience: PATIENCE,
            answers,
            reply: Duration::from_millis(101),
            sooner: Some(Duration::from_millis(100)),
            either: 250,
        }
    }

    pub fn patient(handle: HANDLE, answers: Receiver<u32>) -> Probe {
        Probe { either: 301, ..Probe::new(handle, answers) }
    }

    fn stopped(&self) -> bool {
        unsafe { WaitForSingleObject(self.handle, self.patience) == WAIT_OBJECT_0 }
    }
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let probe = &*(resource as *const Probe);
    (!probe.stopped() && probe.answers.recv_timeout(probe.reply).is_ok()) as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let probe = &*(resource as *const Probe);
    let Some(sooner) = probe.sooner else { return FALSE };
    (!probe.stopped() && probe.answers.recv_timeout(sooner).is_ok()) as BOOL
}

unsafe extern "system" fn single(resource: *mut c_void) -> BOOL {
    let probe = &*(resource as *const Probe);
    (WaitForSingleObject(probe.handle, probe.either) == WAIT_TIMEOUT) as BOOL //~ latency_overruns
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static SINGLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(single), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
