//! For a loop that is written as an adaptor's consumer, its name stands for the keyword.
//@ bounds: TABLE=none+120ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handles: Vec<HANDLE>,
}

unsafe fn waits(handle: HANDLE, milliseconds: u32) -> bool {
    WaitForSingleObject(handle, milliseconds) == WAIT_TIMEOUT
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let handles = &instance.handles;
    handles.iter().for_each(|handle| { //~ unbounded_loops
        waits(*handle, 10);
    });
    let all = handles.iter().all(|handle| waits(*handle, 10)); //~ unbounded_loops
    let any = handles.iter().any(|handle| waits(*handle, 10)); //~ unbounded_loops
    let folded = handles.iter().fold(0, |sum, handle| sum + waits(*handle, 10) as u32); //~ unbounded_loops
    let lazy = handles.iter().map(|handle| waits(*handle, 10));
    let counted = lazy
        .filter(|waiting| *waiting)
        .count(); //~ unbounded_loops
    let found = handles.iter().position(|handle| waits(*handle, 10)).is_some(); //~ unbounded_loops
    let instant = handles.iter().all(|handle| waits(*handle, 0));
    let few = handles.iter().take(5).all(|handle| waits(*handle, 10));
    let one = handles.first().map(|handle| waits(*handle, 10)).is_some();
    let _never_consumed = handles.iter().map(|handle| waits(*handle, 10));
    (all && any && found && folded > 0 && counted > 0 && instant && few && one) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
