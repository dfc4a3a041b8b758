//! Where the `LooksAlive` function is a generic trampoline, the sum stands at the method that it forwards to.
//! `Disk`: 200 ms + 101 ms. `Share`: 200 ms + 100 ms.
//@ bounds: DISK=301ms SHARE=300ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

trait Resource {
    unsafe fn looks_alive(&self) -> bool;
}

struct Disk(HANDLE);
struct Share(HANDLE);

impl Resource for Disk {
    unsafe fn looks_alive(&self) -> bool { //~ latency_overruns
        WaitForSingleObject(self.0, 200) == WAIT_TIMEOUT && WaitForSingleObject(self.0, 101) == WAIT_TIMEOUT
    }
}

impl Resource for Share {
    unsafe fn looks_alive(&self) -> bool {
        WaitForSingleObject(self.0, 200) == WAIT_TIMEOUT && WaitForSingleObject(self.0, 100) == WAIT_TIMEOUT
    }
}

unsafe extern "system" fn looks_alive<R: Resource>(resource: *mut c_void) -> BOOL {
    (*(resource as *const R)).looks_alive() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

const BASE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: None, IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static DISK: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive::<Disk>), ..BASE };
pub static SHARE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive::<Share>), ..BASE };
