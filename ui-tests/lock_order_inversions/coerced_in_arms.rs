//! A helper that gives the instance out of an `Arc` gives the same, whether by a tail, an arm or a branch.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::{Arc, Mutex};
use windows::*;

struct Shared {
    a: Mutex<u32>,
    b: Mutex<u32>,
    c: Mutex<u32>,
    d: Mutex<u32>,
}

struct Instance {
    shared: Arc<Shared>,
}

unsafe fn by_arm<'a>(resource: *mut c_void) -> &'a Shared {
    match resource.is_null() {
        true => std::process::abort(),
        false => &(*(resource as *const Instance)).shared,
    }
}

unsafe fn by_branch<'a>(resource: *mut c_void) -> &'a Shared {
    if resource.is_null() { std::process::abort() } else { &(*(resource as *const Instance)).shared }
}

unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    let shared = Arc::clone(&(*(resource as *const Instance)).shared);
    std::thread::spawn(move || {
        let Ok(mut b) = shared.b.lock() else { return };
        let Ok(a) = shared.a.lock() else { return };
        *b += *a;
    });
    ERROR_IO_PENDING
}

unsafe extern "system" fn online_too(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    let shared = Arc::clone(&(*(resource as *const Instance)).shared);
    std::thread::spawn(move || {
        let Ok(mut d) = shared.d.lock() else { return };
        let Ok(c) = shared.c.lock() else { return };
        *d += *c;
    });
    ERROR_IO_PENDING
}

unsafe extern "system" fn arm(resource: *mut c_void) -> BOOL {
    let shared = by_arm(resource);
    let Ok(a) = shared.a.lock() else { return FALSE };
    let Ok(b) = shared.b.lock() else { return FALSE }; //~ lock_order_inversions
    (*a + *b == 0) as BOOL
}

unsafe extern "system" fn branch(resource: *mut c_void) -> BOOL {
    let shared = by_branch(resource);
    let Ok(c) = shared.c.lock() else { return FALSE };
    let Ok(d) = shared.d.lock() else { return FALSE }; //~ lock_order_inversions
    (*c + *d == 0) as BOOL
}

unsafe extern "system" fn in_their_order(resource: *mut c_void) -> BOOL {
    let shared = by_arm(resource);
    let Ok(b) = shared.b.lock() else { return FALSE };
    let Ok(a) = shared.a.lock() else { return FALSE };
    (*a + *b == 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(ARM: arm, terminate, Online: online);
table!(BRANCH: branch, terminate, Online: online_too);
table!(RIGHT: in_their_order, terminate, Online: online);
