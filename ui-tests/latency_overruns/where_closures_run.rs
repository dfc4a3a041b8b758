//! A closure costs time where it runs: at once, later in the same call, or elsewhere and so not here.
//! `over`: 100 ms + 100 ms + 101 ms = 301 ms. `within`: 1 ms to start a thread + 100 ms + 100 ms + 99 ms = 300 ms, and nothing for what the thread
//! does or for what nobody calls.
//@ bounds: OVER=301ms WITHIN=300ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread;
use windows::*;

#[derive(Clone, Copy)]
struct Handle(HANDLE);

unsafe impl Send for Handle {}

struct Instance {
    first: Option<Handle>,
    second: Handle,
}

fn timed(wait: impl Fn(u32) -> bool, milliseconds: u32) -> bool {
    wait(milliseconds)
}

impl Instance {
    fn first(&self) -> bool {
        self.first.map(|handle| unsafe { WaitForSingleObject(handle.0, 100) }).is_some()
    }
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    let wait = |milliseconds| WaitForSingleObject(instance.second.0, milliseconds) == WAIT_TIMEOUT;
    (instance.first() && wait(100) && timed(wait, 101)) as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let second = instance.second;
    let wait = |milliseconds| WaitForSingleObject(instance.second.0, milliseconds) == WAIT_TIMEOUT;
    let _never_called = || WaitForSingleObject(instance.second.0, 200);
    let on_a_thread = move || unsafe {
        let second = second;
        WaitForSingleObject(second.0, 5000);
    };
    let started = thread::Builder::new().spawn(on_a_thread).is_ok();
    // Starting the thread is 1 ms
    (started && instance.first() && wait(100) && timed(wait, 99)) as BOOL
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
