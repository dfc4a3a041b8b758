//! A type of the crate with std's names: its body says what it does.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Receiver {
    last: bool,
}

impl Receiver {
    fn recv(&self) -> Option<bool> {
        Some(self.last)
    }

    fn join(&self) -> bool {
        self.last
    }

    fn wait(&self) -> bool {
        self.last
    }
}

struct Instance {
    receiver: Receiver,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let text = ["a", "b"].join(",");
    (instance.receiver.recv().is_some() && instance.receiver.join() && instance.receiver.wait() && !text.is_empty()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
