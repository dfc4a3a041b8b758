//! An iterator that does not end by itself, and spins until something happens. `RIGHT`: six time limits of 10 ms; everything
//! else ends by itself or by what only this call computes.
//@ bounds: WRONG=none RIGHT=60ms WAITS=35ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};
use windows::*;

static READY: AtomicBool = AtomicBool::new(false);
static STATE: AtomicU32 = AtomicU32::new(0);

struct Instance {
    answers: Receiver<u32>,
    states: Vec<u32>,
}

fn ready() -> bool {
    READY.load(Ordering::Acquire)
}

unsafe extern "system" fn wrong(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    std::iter::repeat_with(|| READY.load(Ordering::Acquire)).any(|up| up); //~ unbounded_loops
    (0u64..).any(|_| READY.load(Ordering::Acquire)); //~ unbounded_loops
    std::iter::from_fn(|| (!READY.load(Ordering::Acquire)).then_some(())).count(); //~ unbounded_loops
    std::iter::repeat(()).for_each(|_| std::hint::spin_loop()); //~ unbounded_loops
    [1, 2, 3].iter().cycle().find(|state| STATE.load(Ordering::Relaxed) == **state); //~ unbounded_loops
    std::iter::repeat(()).take_while(|_| !ready()).for_each(drop); //~ unbounded_loops
    std::iter::repeat_with(ready).find(|up| *up); //~ unbounded_loops
    std::iter::repeat_with(|| instance.answers.try_recv()).any(|answer| answer.is_ok()); //~ unbounded_loops
    (0..).map(|_| ready()).position(|up| up); //~ unbounded_loops
    for _ in std::iter::repeat(()) { //~ unbounded_loops
        if ready() {
            break;
        }
    }
    for up in std::iter::repeat_with(ready) { //~ unbounded_loops
        if up {
            break;
        }
    }
    for _ in std::iter::repeat_with(ready).take_while(|up| !up) {} //~ unbounded_loops
    // A clock that starts anew each time is no limit.
    (0..).any(|_| { //~ unbounded_loops
        let start = Instant::now();
        start.elapsed() > Duration::from_millis(5) || ready()
    });
    let start = Instant::now();
    (0..).all(|_| { //~ unbounded_loops
        let _ = start.elapsed();
        !ready()
    });
    1
}

unsafe extern "system" fn right(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    std::iter::repeat_with(ready).take(100).any(|up| up);
    (0u64..1000).any(|_| ready());
    [1, 2, 3].iter().cycle().take(9).find(|state| STATE.load(Ordering::Relaxed) == **state);
    instance.states.iter().any(|state| STATE.load(Ordering::Relaxed) == *state);
    // Ends as soon as nothing more is there.
    std::iter::from_fn(|| instance.answers.try_recv().ok()).count();
    (0u64..).find(|number| number * number > 1000);
    (0u64..).map(|number| number * 3).take_while(|number| *number < 1000).count();
    for (state, index) in instance.states.iter().zip(0..) {
        if STATE.load(Ordering::Relaxed) == *state + index {
            break;
        }
    }
    let limit = Duration::from_millis(10);
    let start = Instant::now();
    std::iter::repeat_with(ready).any(|up| up || start.elapsed() > limit);
    let deadline = Instant::now() + limit;
    (0..).any(|_| ready() || Instant::now() >= deadline);
    let deadline = Instant::now() + limit;
    (0..).any(|_| {
        if Instant::now() >= deadline {
            return true;
        }
        ready()
    });
    let deadline = Instant::now() + limit;
    (0..).all(|_| !ready() && Instant::now() < deadline);
    let deadline = Instant::now() + limit;
    std::iter::repeat(()).take_while(|_| Instant::now() < deadline).any(|_| ready());
    let deadline = Instant::now() + limit;
    for _ in std::iter::repeat(()).take_while(|_| Instant::now() < deadline) {
        if ready() {
            break;
        }
    }
    instance.states.get(1..).is_some() as BOOL
}

fn done(deadline: Instant) -> bool {
    if Instant::now() >= deadline {
        return true;
    }
    ready()
}

/// 20 ms and one wait of 5 ms; 10 ms.
unsafe extern "system" fn waits(resource: *mut c_void) -> BOOL {
    let process = resource as HANDLE;
    let start = Instant::now();
    (0..).any(|_| WaitForSingleObject(process, 5) == WAIT_OBJECT_0 || start.elapsed() > Duration::from_millis(20));
    let deadline = Instant::now() + Duration::from_millis(10);
    while !done(deadline) {}
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(WRONG: wrong, terminate);
table!(RIGHT: right, terminate);
table!(WAITS: waits, terminate);
