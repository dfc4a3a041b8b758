//! The service control manager answers from its memory; a service answers when it has time, and a question to it blocks for up to 30 s.
//! `right`: 3 × 5 ms. `wrong`: 30 s at each place, and no sum beside them. `sum`: 60 × 5 ms + 1 ms = 301 ms.
//@ bounds: WRONG=90000ms RIGHT=15ms SUM=301ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    service: SC_HANDLE,
}

unsafe extern "system" fn right(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut status: SERVICE_STATUS = core::mem::zeroed();
    let mut needed = 0;
    let buffer = &mut status as *mut SERVICE_STATUS as *mut u8;
    (QueryServiceStatus(instance.service, &mut status) != FALSE
        && QueryServiceStatusEx(instance.service, SC_STATUS_PROCESS_INFO, buffer, 28, &mut needed) != FALSE
        && ResUtilVerifyService(instance.service) == ERROR_SUCCESS) as BOOL
}

unsafe extern "system" fn wrong(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut status: SERVICE_STATUS = core::mem::zeroed();
    ControlService(instance.service, SERVICE_CONTROL_INTERROGATE, &mut status); //~ latency_overruns
    ControlService(instance.service, SERVICE_CONTROL_STOP, &mut status); //~ latency_overruns, mutating_health_checks
    StartServiceW(instance.service, 0, null()); //~ latency_overruns, mutating_health_checks
    1
}

unsafe fn asked(service: SC_HANDLE) -> bool {
    let mut status: SERVICE_STATUS = core::mem::zeroed();
    QueryServiceStatus(service, &mut status) != FALSE
}

unsafe extern "system" fn sum(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    for _ in 0..60 {
        asked(instance.service);
    }
    CloseServiceHandle(instance.service) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static WRONG: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(wrong), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static RIGHT: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(right), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static SUM: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(sum), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
