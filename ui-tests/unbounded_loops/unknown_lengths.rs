//! A wait for each element of what may have any length, and the same loops with bodies that cost nothing.
//@ bounds: WRONG=none+90ms RIGHT=160ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::collections::HashMap;
use windows::*;

struct Instance {
    handles: Vec<HANDLE>,
    by_name: HashMap<u32, HANDLE>,
    count: usize,
}

unsafe extern "system" fn wrong(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    for handle in &instance.handles { //~ unbounded_loops
        WaitForSingleObject(*handle, 10);
    }
    for handle in instance.handles.iter() { //~ unbounded_loops
        WaitForSingleObject(*handle, 10);
    }
    for (_, handle) in instance.handles.iter().enumerate().skip(1) { //~ unbounded_loops
        WaitForSingleObject(*handle, 10);
    }
    for handle in instance.by_name.values() { //~ unbounded_loops
        WaitForSingleObject(*handle, 10);
    }
    for _ in 0..instance.count { //~ unbounded_loops
        WaitForSingleObject(null_mut(), 10);
    }
    for _ in instance.handles.chunks(2) { //~ unbounded_loops
        WaitForSingleObject(null_mut(), 10);
    }
    let mut i = 0;
    while i < instance.handles.len() { //~ unbounded_loops
        WaitForSingleObject(null_mut(), 10);
        i += 1;
    }
    let mut rest = instance.handles.iter();
    while let Some(handle) = rest.next() { //~ unbounded_loops
        WaitForSingleObject(*handle, 10);
    }
    for _ in 0.. { //~ unbounded_loops
        if WaitForSingleObject(null_mut(), 10) == WAIT_OBJECT_0 {
            break;
        }
    }
    1
}

unsafe extern "system" fn right(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    for handle in &instance.handles {
        WaitForSingleObject(*handle, 0);
    }
    for (_, handle) in instance.handles.iter().enumerate().skip(1) {
        WaitForSingleObject(*handle, 0);
    }
    for handle in instance.handles.iter().take(16) {
        WaitForSingleObject(*handle, 10);
    }
    let mut sum = 0;
    for _ in 0..instance.count {
        sum += 1;
    }
    let mut i = 0;
    while i < instance.handles.len() {
        WaitForSingleObject(null_mut(), 0);
        i += 1;
    }
    (sum > 0) as BOOL
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
