//! What goes out of scope runs its `Drop`: 200 ms. `over`: 101 ms + 200 ms = 301 ms. `within`: 100 ms + 200 ms = 300 ms.
//@ bounds: OVER=301ms WITHIN=300ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

struct Settled(HANDLE);

impl Drop for Settled {
    fn drop(&mut self) {
        unsafe { WaitForSingleObject(self.0, 200) };
    }
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    let _settled = Settled(instance.handle);
    (WaitForSingleObject(instance.handle, 101) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let settled = Settled(instance.handle);
    let alive = WaitForSingleObject(instance.handle, 100) == WAIT_TIMEOUT;
    drop(settled);
    alive as BOOL
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
