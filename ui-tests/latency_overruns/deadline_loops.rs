//! A loop that ends at a deadline costs the time to it and one more round, at the name of `LooksAlive`.
//! `over_*`: 251 ms + 50 ms = 301 ms. `within_*`: 250 ms + 50 ms = 300 ms. Of the spins only the time to the deadline: 301 ms and 300 ms.
//@ bounds: OVER_ELAPSED=301ms WITHIN_ELAPSED=300ms OVER_DEADLINE=301ms WITHIN_DEADLINE=300ms OVER_GUARD=301ms WITHIN_GUARD=300ms OVER_TICKS=301ms WITHIN_TICKS=300ms OVER_SPIN=301ms WITHIN_SPIN=300ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use windows::*;

struct Instance {
    handle: HANDLE,
}

static ANSWERED: AtomicBool = AtomicBool::new(false);

unsafe extern "system" fn over_elapsed(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(251) {
        if WaitForSingleObject(instance.handle, 50) == WAIT_OBJECT_0 {
            return TRUE;
        }
    }
    FALSE
}

unsafe extern "system" fn within_elapsed(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(250) {
        if WaitForSingleObject(instance.handle, 50) == WAIT_OBJECT_0 {
            return TRUE;
        }
    }
    FALSE
}

unsafe extern "system" fn over_deadline(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    let deadline = Instant::now() + Duration::from_millis(251);
    while Instant::now() < deadline {
        WaitForSingleObject(instance.handle, 50);
    }
    FALSE
}

unsafe extern "system" fn within_deadline(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let deadline = Instant::now() + Duration::from_millis(250);
    while Instant::now() < deadline {
        WaitForSingleObject(instance.handle, 50);
    }
    FALSE
}

unsafe extern "system" fn over_guard(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    let start = Instant::now();
    loop {
        if start.elapsed() > Duration::from_millis(251) {
            break;
        }
        WaitForSingleObject(instance.handle, 50);
    }
    FALSE
}

unsafe extern "system" fn within_guard(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let start = Instant::now();
    loop {
        if start.elapsed() > Duration::from_millis(250) {
            return FALSE;
        }
        WaitForSingleObject(instance.handle, 50);
    }
}

unsafe extern "system" fn over_ticks(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    let start = GetTickCount64();
    while GetTickCount64() - start < 251 {
        WaitForSingleObject(instance.handle, 50);
    }
    FALSE
}

unsafe extern "system" fn within_ticks(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let start = GetTickCount64();
    while GetTickCount64() - start < 250 {
        WaitForSingleObject(instance.handle, 50);
    }
    FALSE
}

unsafe extern "system" fn over_spin(_resource: *mut c_void) -> BOOL { //~ latency_overruns
    let start = Instant::now();
    while !ANSWERED.load(Ordering::Acquire) && start.elapsed() < Duration::from_millis(301) {
        std::hint::spin_loop();
    }
    ANSWERED.load(Ordering::Acquire) as BOOL
}

unsafe extern "system" fn within_spin(_resource: *mut c_void) -> BOOL {
    let start = Instant::now();
    while !ANSWERED.load(Ordering::Acquire) && start.elapsed() < Duration::from_millis(300) {
        std::hint::spin_loop();
    }
    ANSWERED.load(Ordering::Acquire) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static OVER_ELAPSED: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over_elapsed), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WITHIN_ELAPSED: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within_elapsed), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static OVER_DEADLINE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over_deadline), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WITHIN_DEADLINE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within_deadline), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static OVER_GUARD: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over_guard), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WITHIN_GUARD: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within_guard), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static OVER_TICKS: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over_ticks), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WITHIN_TICKS: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within_ticks), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static OVER_SPIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over_spin), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WITHIN_SPIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within_spin), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
