//! `len` of an array is its length where it is std's, and what its body says where it is somebody else's. `OVER`: 301 ms;
//! `WITHIN`: 3 ms.
//@ bounds: OVER=301ms WITHIN=3ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    process: HANDLE,
}

trait Total {
    fn len(&self) -> u32;
}

impl Total for [u32; 3] {
    fn len(&self) -> u32 {
        301
    }
}

const PARTS: [u32; 3] = [100, 100, 101];
const NAMES: [&str; 3] = ["a", "b", "c"];

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (WaitForSingleObject(instance.process, PARTS.len()) == WAIT_TIMEOUT) as BOOL //~ latency_overruns
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (WaitForSingleObject(instance.process, NAMES.len() as u32) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(within), ..OVER };
