//! Each closure of a chain runs once for each element that comes to it, however many adaptors lie around it.
//! `ONE`: 3 × 10 ms. `TWO`: 3 × (10 ms + 20 ms). `LOOP`: 3 × (10 ms + 5 ms). `UNKNOWN`: nobody knows how often.
//@ bounds: ONE=30ms TWO=90ms LOOP=45ms TWICE=30ms UNKNOWN=none+30ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    three: [HANDLE; 3],
    all: Vec<HANDLE>,
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

fn waits(handle: HANDLE, milliseconds: u32) -> bool {
    unsafe { WaitForSingleObject(handle, milliseconds) == WAIT_TIMEOUT }
}

unsafe extern "system" fn one(resource: *mut c_void) -> BOOL {
    (of(resource).three.iter().map(|handle| waits(*handle, 10)).filter(|waiting| *waiting).count() > 0) as BOOL
}

unsafe extern "system" fn two(resource: *mut c_void) -> BOOL {
    let handles = of(resource).three.iter();
    (handles.map(|handle| waits(*handle, 10)).filter(|waiting| *waiting && waits(null_mut(), 20)).count() > 0) as BOOL
}

unsafe extern "system" fn in_a_loop(resource: *mut c_void) -> BOOL {
    for waiting in of(resource).three.iter().map(|handle| waits(*handle, 10)).filter(|waiting| *waiting).skip(0) {
        waits(null_mut(), 5);
        if !waiting {
            return 0;
        }
    }
    1
}

unsafe extern "system" fn twice(resource: *mut c_void) -> BOOL {
    of(resource).three.iter().map(|handle| waits(*handle, 10)).map(|waiting| !waiting).any(|ended| ended) as BOOL
}

unsafe extern "system" fn unknown(resource: *mut c_void) -> BOOL {
    let handles = of(resource).all.iter();
    let waiting = handles.map(|handle| waits(*handle, 10)).filter(|waiting| *waiting && waits(null_mut(), 20));
    (waiting.count() > 0) as BOOL //~ unbounded_loops
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(ONE: one, terminate);
table!(TWO: two, terminate);
table!(LOOP: in_a_loop, terminate);
table!(TWICE: twice, terminate);
table!(UNKNOWN: unknown, terminate);
