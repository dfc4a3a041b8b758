//! An adaptor over a known length multiplies what its closure does: 4 × 100 ms is over the budget, 3 × 100 ms is not.
//@ bounds: TABLE=2100ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    four: [HANDLE; 4],
    three: [HANDLE; 3],
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (0..4).for_each(|_| {
        WaitForSingleObject(instance.four[0], 100); //~ latency_overruns
    });
    (0..3).for_each(|_| {
        WaitForSingleObject(instance.four[0], 100);
    });
    let all_four = instance.four.iter().all(|handle| {
        WaitForSingleObject(*handle, 100) == WAIT_TIMEOUT //~ latency_overruns
    });
    let all_three = instance.three.iter().all(|handle| WaitForSingleObject(*handle, 100) == WAIT_TIMEOUT);
    let counted = instance.four.iter().filter(|handle| {
        WaitForSingleObject(**handle, 100) == WAIT_TIMEOUT //~ latency_overruns
    });
    let never_consumed = instance.four.iter().map(|handle| WaitForSingleObject(*handle, 200));
    let folded = instance.three.iter().fold(0, |sum, handle| sum + WaitForSingleObject(*handle, 100));
    drop(never_consumed);
    (all_four && all_three && counted.count() > 0 && folded > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
