//! A wait for the shorter of a slice and of what is left of a deadline ends at the deadline at the latest; several add up to it and no further.
//! `THREE`: 3 × 20 ms of 100 ms. `LATER`: until 100 ms, then until 150 ms of the same clock. `PAUSED`: the pause between them is past by then.
//@ bounds: LOOP=100ms THREE=60ms MANY=100ms ADAPTOR=100ms LATER=150ms EARLIER=150ms PAUSED=150ms HALVES=100ms OTHER_CLOCK=250ms NO_DEADLINE=none+40ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::{Duration, Instant};
use windows::*;

const LIMIT: Duration = Duration::from_millis(100);
const SLICE: Duration = Duration::from_millis(20);

unsafe fn slice(handle: HANDLE, deadline: Instant) -> bool {
    let left = deadline.saturating_duration_since(Instant::now());
    WaitForSingleObject(handle, left.min(SLICE).as_millis() as u32) == WAIT_OBJECT_0
}

unsafe fn until(handle: HANDLE, deadline: Instant) {
    WaitForSingleObject(handle, deadline.saturating_duration_since(Instant::now()).as_millis() as u32);
}

unsafe extern "system" fn in_a_loop(resource: *mut c_void) -> BOOL {
    let deadline = Instant::now() + LIMIT;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return FALSE;
        }
        if WaitForSingleObject(resource, left.min(SLICE).as_millis() as u32) == WAIT_OBJECT_0 {
            return TRUE;
        }
    }
}

unsafe extern "system" fn three(resource: *mut c_void) -> BOOL {
    let deadline = Instant::now() + LIMIT;
    for _ in 0..3 {
        if slice(resource, deadline) {
            return TRUE;
        }
    }
    FALSE
}

unsafe extern "system" fn many(resource: *mut c_void) -> BOOL {
    let deadline = Instant::now() + LIMIT;
    for _ in 0..300 {
        if slice(resource, deadline) {
            return TRUE;
        }
    }
    FALSE
}

unsafe extern "system" fn adaptor(resource: *mut c_void) -> BOOL {
    let deadline = Instant::now() + LIMIT;
    (0..300).any(|_| slice(resource, deadline)) as BOOL
}

unsafe extern "system" fn later(resource: *mut c_void) -> BOOL {
    let now = Instant::now();
    until(resource, now + Duration::from_millis(100));
    until(resource, now + Duration::from_millis(150));
    TRUE
}

unsafe extern "system" fn earlier(resource: *mut c_void) -> BOOL {
    let now = Instant::now();
    until(resource, now + Duration::from_millis(150));
    until(resource, now + Duration::from_millis(100));
    TRUE
}

unsafe extern "system" fn paused(resource: *mut c_void) -> BOOL {
    let now = Instant::now();
    until(resource, now + Duration::from_millis(100));
    WaitForSingleObject(resource, 30);
    until(resource, now + Duration::from_millis(150));
    TRUE
}

unsafe extern "system" fn halves(resource: *mut c_void) -> BOOL {
    let deadline = Instant::now() + LIMIT;
    while Instant::now() < deadline {
        let left = deadline.saturating_duration_since(Instant::now());
        WaitForSingleObject(resource, (left / 2).as_millis() as u32);
    }
    TRUE
}

unsafe extern "system" fn other_clock(resource: *mut c_void) -> BOOL {
    until(resource, Instant::now() + Duration::from_millis(100));
    until(resource, Instant::now() + Duration::from_millis(150));
    TRUE
}

unsafe extern "system" fn no_deadline(resource: *mut c_void) -> BOOL {
    while WaitForSingleObject(resource, SLICE.min(LIMIT).as_millis() as u32) == WAIT_TIMEOUT {} //~ unbounded_loops
    TRUE
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(LOOP: in_a_loop, terminate);
table!(THREE: three, terminate);
table!(MANY: many, terminate);
table!(ADAPTOR: adaptor, terminate);
table!(LATER: later, terminate);
table!(EARLIER: earlier, terminate);
table!(PAUSED: paused, terminate);
table!(HALVES: halves, terminate);
table!(OTHER_CLOCK: other_clock, terminate);
table!(NO_DEADLINE: no_deadline, terminate);
