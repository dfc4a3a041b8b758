//! What a caller's loop multiplies shows in the sum, at the name of `LooksAlive`, not at the call inside.
//! `over`: 4 × (75 ms + 1 ms) = 304 ms. `within`: 3 × (75 ms + 1 ms) = 228 ms.
//@ bounds: OVER=304ms WITHIN=228ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
    key: HKEY,
}

impl Instance {
    unsafe fn probe(&self) -> bool {
        let mut size = 0;
        WaitForSingleObject(self.handle, 75) == WAIT_TIMEOUT
            && RegQueryValueExW(self.key, w!("Beat"), null(), null_mut(), null_mut(), &mut size) == ERROR_SUCCESS
    }
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    for _ in 0..4 {
        if instance.probe() {
            return TRUE;
        }
    }
    FALSE
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    for _ in 0..3 {
        if instance.probe() {
            return TRUE;
        }
    }
    FALSE
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
