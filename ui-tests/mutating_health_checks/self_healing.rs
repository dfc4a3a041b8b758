//! The check that repairs: a start behind a condition, in a helper.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    service: SC_HANDLE,
}

impl Instance {
    unsafe fn running(&self) -> bool {
        let mut status: SERVICE_STATUS = core::mem::zeroed();
        QueryServiceStatus(self.service, &mut status) != FALSE && status.dwCurrentState == SERVICE_RUNNING
    }

    unsafe fn heal(&self) {
        StartServiceW(self.service, 0, null()); //~ mutating_health_checks, latency_overruns
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    if !instance.running() {
        instance.heal();
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
