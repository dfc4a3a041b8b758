//! The twin of `pruned_by_constants.rs`: the same helpers, asked for the long way.
//@ bounds: TABLE=4025ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
    full: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Depth {
    Cursory,
    Thorough,
}

impl Instance {
    unsafe fn check(&self, full: bool) -> bool {
        if full {
            return WaitForSingleObject(self.handle, 1000) == WAIT_TIMEOUT; //~ latency_overruns
        }
        WaitForSingleObject(self.handle, 50) == WAIT_TIMEOUT
    }

    unsafe fn check_const<const FULL: bool>(&self) -> bool {
        if FULL {
            WaitForSingleObject(self.handle, 1000) == WAIT_TIMEOUT //~ latency_overruns
        } else {
            WaitForSingleObject(self.handle, 50) == WAIT_TIMEOUT
        }
    }

    /// Asked with what is not known before it runs.
    unsafe fn check_unknown(&self, full: bool) -> bool {
        if full {
            return WaitForSingleObject(self.handle, 1000) == WAIT_TIMEOUT; //~ latency_overruns
        }
        true
    }

    unsafe fn check_depth(&self, depth: Depth) -> bool {
        match depth {
            Depth::Cursory => WaitForSingleObject(self.handle, 25) == WAIT_TIMEOUT,
            Depth::Thorough => WaitForSingleObject(self.handle, 1000) == WAIT_TIMEOUT, //~ latency_overruns
        }
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (instance.check(true)
        && instance.check_const::<true>()
        && instance.check_unknown(instance.full)
        && instance.check_depth(Depth::Cursory)
        && instance.check_depth(Depth::Thorough)) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
