//! A counter that a block or a closure called in place counts up counts; one that these may pass by does not.
//@ bounds: BLOCK=2000ms CLOSURE=2000ms GUARD=2000ms PASSED_BY=none+10ms RETURNS=none+10ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    process: HANDLE,
    tries: u32,
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

unsafe extern "system" fn block(resource: *mut c_void) -> BOOL {
    let mut tries = 0;
    while tries < 200 {
        WaitForSingleObject(of(resource).process, 10); //~ latency_overruns
        {
            tries += 1;
        }
    }
    1
}

unsafe extern "system" fn closure(resource: *mut c_void) -> BOOL {
    let mut tries = 0;
    while tries < 200 {
        (|| {
            WaitForSingleObject(of(resource).process, 10); //~ latency_overruns
            tries += 1;
        })();
    }
    1
}

unsafe extern "system" fn guard(resource: *mut c_void) -> BOOL {
    let mut tries = 0;
    loop {
        {
            if tries >= 200 {
                break;
            }
        }
        tries += 1;
        WaitForSingleObject(of(resource).process, 10); //~ latency_overruns
    }
    1
}

unsafe extern "system" fn passed_by(resource: *mut c_void) -> BOOL {
    let mut tries = 0;
    while tries < 200 { //~ unbounded_loops
        'once: {
            if of(resource).tries == 0 {
                break 'once;
            }
            tries += 1;
        }
        WaitForSingleObject(of(resource).process, 10);
    }
    1
}

/// A `return` leaves the closure, not the loop.
unsafe extern "system" fn returns(resource: *mut c_void) -> BOOL {
    let mut tries = 0;
    while tries < 200 { //~ unbounded_loops
        (|| {
            if of(resource).tries == 0 {
                return;
            }
            tries += 1;
        })();
        WaitForSingleObject(of(resource).process, 10);
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(BLOCK: block, terminate);
table!(CLOSURE: closure, terminate);
table!(GUARD: guard, terminate);
table!(PASSED_BY: passed_by, terminate);
table!(RETURNS: returns, terminate);
