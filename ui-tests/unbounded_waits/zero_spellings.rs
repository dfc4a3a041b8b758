//! A timeout of zero asks and does not wait, whatever it is called.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    process: HANDLE,
}

const AT_ONCE: u32 = 0;
const ALSO_AT_ONCE: u32 = !u32::MAX;

impl Instance {
    const TIMEOUT: u32 = AT_ONCE;

    unsafe fn ask(&self) {
        WaitForSingleObject(self.process, 0);
        WaitForSingleObject(self.process, 0x0);
        WaitForSingleObject(self.process, 0u32);
        WaitForSingleObject(self.process, u32::MIN);
        WaitForSingleObject(self.process, 0i64 as u32);
        WaitForSingleObject(self.process, AT_ONCE);
        WaitForSingleObject(self.process, ALSO_AT_ONCE);
        WaitForSingleObject(self.process, Self::TIMEOUT);
        WaitForSingleObject(self.process, INFINITE - u32::MAX);
        let timeout = AT_ONCE;
        WaitForSingleObject(self.process, timeout);
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    instance.ask();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
