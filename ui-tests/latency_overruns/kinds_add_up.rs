//! Different kinds of steps in one sum.
//! `over`: 5 ms + 1 ms + 25 ms + 270 ms = 301 ms. `within`: 5 ms + 1 ms + 25 ms + 269 ms = 300 ms.
//@ bounds: OVER=301ms WITHIN=300ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::path::Path;
use windows::*;

struct Instance {
    service: SC_HANDLE,
    key: HKEY,
    stopped: HANDLE,
}

impl Instance {
    unsafe fn looks(&self) -> bool {
        let mut status: SERVICE_STATUS = core::mem::zeroed();
        let mut size = 0;
        QueryServiceStatus(self.service, &mut status) != FALSE
            && RegQueryValueExW(self.key, w!("Beat"), null(), null_mut(), null_mut(), &mut size) == ERROR_SUCCESS
            && Path::new(r"C:\ProgramData\Contoso\beat").exists()
    }
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    (instance.looks() && WaitForSingleObject(instance.stopped, 270) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (instance.looks() && WaitForSingleObject(instance.stopped, 269) == WAIT_TIMEOUT) as BOOL
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
