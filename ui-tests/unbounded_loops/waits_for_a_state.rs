//! A loop that goes on until something happens, with a bounded wait in each round: nothing bounds the rounds.
//@ bounds: TABLE=none+80ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
    service: SC_HANDLE,
}

unsafe fn running(service: SC_HANDLE) -> bool {
    let mut status: SERVICE_STATUS = core::mem::zeroed();
    QueryServiceStatus(service, &mut status) != FALSE && status.dwCurrentState == SERVICE_RUNNING
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    loop { //~ unbounded_loops
        if WaitForSingleObject(instance.handle, 10) == WAIT_OBJECT_0 {
            break;
        }
    }
    while WaitForSingleObject(instance.handle, 10) == WAIT_TIMEOUT { //~ unbounded_loops
        SwitchToThread();
    }
    while !running(instance.service) {} //~ unbounded_loops
    'outer: loop { //~ unbounded_loops
        for _ in 0..3 {
            if WaitForSingleObject(instance.handle, 10) == WAIT_OBJECT_0 {
                break 'outer;
            }
        }
    }
    // Ends in its first round
    loop {
        WaitForSingleObject(instance.handle, 10);
        break;
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
