//! Starting, stopping and pausing a service changes the world; interrogating it does not.
//! All of them can block for 30 s.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    service: SC_HANDLE,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut status: SERVICE_STATUS = core::mem::zeroed();
    ControlService(instance.service, SERVICE_CONTROL_STOP, &mut status); //~ mutating_health_checks, latency_overruns
    ControlService(instance.service, SERVICE_CONTROL_PAUSE, &mut status); //~ mutating_health_checks, latency_overruns
    StartServiceW(instance.service, 0, null()); //~ mutating_health_checks, latency_overruns
    ControlService(instance.service, SERVICE_CONTROL_INTERROGATE, &mut status); //~ latency_overruns
    QueryServiceStatus(instance.service, &mut status);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
