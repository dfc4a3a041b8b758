//! A deadline that is handed to helpers is charged once, however many of them wait or go round until then: it is the same
//! moment for all. `OVER`: 281 ms + 2 × 10 ms = 301 ms, not 582 ms; `WITHIN`: 280 ms + 2 × 10 ms = 300 ms.
//@ bounds: CHANNELS=250ms OVER=301ms WITHIN=300ms TICKS=220ms OWN_TYPE=200ms OPTIONAL=150ms FROM_THE_START=170ms IN_A_LOOP=270ms ALL=270ms CLOSURE=200ms EACH_ITS_OWN=500ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};
use windows::*;

struct Instance {
    first: Receiver<u32>,
    second: Receiver<u32>,
    process: HANDLE,
    thread: HANDLE,
    all: [HANDLE; 3],
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

fn received(from: &Receiver<u32>, deadline: Instant) -> bool {
    from.recv_timeout(deadline.saturating_duration_since(Instant::now())).is_ok()
}

unsafe extern "system" fn channels(resource: *mut c_void) -> BOOL {
    let deadline = Instant::now() + Duration::from_millis(250);
    (received(&of(resource).first, deadline) && received(&of(resource).second, deadline)) as BOOL
}

unsafe fn signalled_by(handle: HANDLE, deadline: Instant) -> bool {
    while Instant::now() < deadline {
        if WaitForSingleObject(handle, 10) == WAIT_OBJECT_0 {
            return true;
        }
    }
    false
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let deadline = Instant::now() + Duration::from_millis(281);
    (signalled_by(of(resource).process, deadline) && signalled_by(of(resource).thread, deadline)) as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let deadline = Instant::now() + Duration::from_millis(280);
    (signalled_by(of(resource).process, deadline) && signalled_by(of(resource).thread, deadline)) as BOOL
}

unsafe fn signalled_at(handle: HANDLE, end: u64) -> bool {
    let now = GetTickCount64();
    now < end && WaitForSingleObject(handle, (end - now) as u32) == WAIT_OBJECT_0
}

unsafe extern "system" fn ticks(resource: *mut c_void) -> BOOL {
    let end = GetTickCount64() + 220;
    (signalled_at(of(resource).process, end) && signalled_at(of(resource).thread, end)) as BOOL
}

struct Deadline {
    at: Instant,
}

impl Deadline {
    fn after(ms: u64) -> Self {
        Deadline { at: Instant::now() + Duration::from_millis(ms) }
    }

    fn left(&self) -> Duration {
        self.at.saturating_duration_since(Instant::now())
    }

    fn is_over(&self) -> bool {
        Instant::now() >= self.at
    }
}

unsafe extern "system" fn own_type(resource: *mut c_void) -> BOOL {
    let deadline = Deadline::after(200);
    WaitForSingleObject(of(resource).process, deadline.left().as_millis() as u32);
    (!deadline.is_over() && of(resource).first.recv_timeout(deadline.left()).is_ok()) as BOOL
}

unsafe fn signalled_in_time(handle: HANDLE, deadline: Instant) -> bool {
    let Some(left) = deadline.checked_duration_since(Instant::now()) else { return false };
    WaitForSingleObject(handle, left.as_millis() as u32) == WAIT_OBJECT_0
}

unsafe extern "system" fn optional(resource: *mut c_void) -> BOOL {
    let deadline = Instant::now() + Duration::from_millis(150);
    (signalled_in_time(of(resource).process, deadline) && signalled_in_time(of(resource).thread, deadline)) as BOOL
}

unsafe fn signalled_since(handle: HANDLE, start: &Instant, limit: Duration) -> bool {
    loop {
        if WaitForSingleObject(handle, 10) == WAIT_OBJECT_0 {
            return true;
        }
        if start.elapsed() >= limit {
            return false;
        }
    }
}

unsafe extern "system" fn from_the_start(resource: *mut c_void) -> BOOL {
    let start = Instant::now();
    let limit = Duration::from_millis(150);
    (signalled_since(of(resource).process, &start, limit) && signalled_since(of(resource).thread, &start, limit)) as BOOL
}

unsafe extern "system" fn in_a_loop(resource: *mut c_void) -> BOOL {
    let deadline = Instant::now() + Duration::from_millis(240);
    for handle in of(resource).all {
        while Instant::now() < deadline {
            if WaitForSingleObject(handle, 10) == WAIT_OBJECT_0 {
                break;
            }
        }
    }
    TRUE
}

unsafe extern "system" fn all(resource: *mut c_void) -> BOOL {
    let deadline = Instant::now() + Duration::from_millis(240);
    of(resource).all.iter().all(|handle| signalled_by(*handle, deadline)) as BOOL
}

unsafe extern "system" fn closure(resource: *mut c_void) -> BOOL {
    let start = Instant::now();
    let left = || Duration::from_millis(200).saturating_sub(start.elapsed());
    (of(resource).first.recv_timeout(left()).is_ok() && of(resource).second.recv_timeout(left()).is_ok()) as BOOL
}

// Two deadlines are two: the second begins to count when the first is over.
unsafe extern "system" fn each_its_own(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let first = received(&of(resource).first, Instant::now() + Duration::from_millis(250));
    (first && received(&of(resource).second, Instant::now() + Duration::from_millis(250))) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(CHANNELS: channels, terminate);
table!(OVER: over, terminate);
table!(WITHIN: within, terminate);
table!(TICKS: ticks, terminate);
table!(OWN_TYPE: own_type, terminate);
table!(OPTIONAL: optional, terminate);
table!(FROM_THE_START: from_the_start, terminate);
table!(IN_A_LOOP: in_a_loop, terminate);
table!(ALL: all, terminate);
table!(CLOSURE: closure, terminate);
table!(EACH_ITS_OWN: each_its_own, terminate);
