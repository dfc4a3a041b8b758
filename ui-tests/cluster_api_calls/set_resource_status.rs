//! The `SetResourceStatus` callback is legal only after a pending `Online` or `Offline`; `LogEvent` is legal here.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: isize,
    set_resource_status: PSET_RESOURCE_STATUS_ROUTINE,
    log_event: PLOG_EVENT_ROUTINE,
}

unsafe fn report(instance: &Instance, state: i32) {
    let mut status = RESOURCE_STATUS { ResourceState: state, CheckPoint: 0, WaitHint: 0, EventHandle: null_mut() };
    if let Some(set_resource_status) = instance.set_resource_status {
        set_resource_status(instance.handle, &mut status); //~ cluster_api_calls
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    if let Some(log_event) = instance.log_event {
        log_event(instance.handle, 0, w!("polled"));
    }
    report(instance, CLUSTER_RESOURCE_ONLINE);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
