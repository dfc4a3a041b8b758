//! Nested loops multiply each other: 2 × 3 × 51 ms = 306 ms is over the budget, 2 × 3 × 50 ms = 300 ms is not.
//@ bounds: TABLE=1212ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    rows: [[HANDLE; 3]; 2],
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    for row in &instance.rows {
        for handle in row {
            WaitForSingleObject(*handle, 51); //~ latency_overruns
        }
    }
    for row in &instance.rows {
        for handle in row {
            WaitForSingleObject(*handle, 50);
        }
    }
    for _ in 0..2 {
        let mut tries = 0;
        while tries < 3 {
            WaitForSingleObject(instance.rows[0][0], 51); //~ latency_overruns
            tries += 1;
        }
        // Once for each round of the outer loop only
        WaitForSingleObject(instance.rows[0][0], 150);
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
