//! A loop that no way leaves has no bound, and neither has what calls it. What ends the process takes as long as it takes until then.
//@ bounds: WAITS=none+10ms SPINS=none CALLS=none+10ms EXITS=10ms ABORTS=50ms RETURNS=none+10ms UNSEEN=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn waits(resource: *mut c_void) -> BOOL {
    loop { //~ unbounded_loops
        WaitForSingleObject(resource, 10);
    }
}

unsafe extern "system" fn spins(_resource: *mut c_void) -> BOOL {
    loop { //~ unbounded_loops
        std::hint::spin_loop();
    }
}

fn forever(handle: HANDLE) -> ! {
    loop { //~ unbounded_loops
        unsafe { WaitForSingleObject(handle, 10) };
    }
}

unsafe extern "system" fn calls(resource: *mut c_void) -> BOOL {
    forever(resource)
}

unsafe extern "system" fn exits(resource: *mut c_void) -> BOOL {
    WaitForSingleObject(resource, 10);
    std::process::exit(1)
}

unsafe extern "system" fn aborts(resource: *mut c_void) -> BOOL {
    if resource.is_null() {
        WaitForSingleObject(resource, 50);
        std::process::abort()
    }
    WaitForSingleObject(resource, 5);
    1
}

unsafe extern "system" fn returns(resource: *mut c_void) -> BOOL {
    loop { //~ unbounded_loops
        if WaitForSingleObject(resource, 10) == WAIT_OBJECT_0 {
            return 1;
        }
    }
}

extern "C" {
    fn vendor_step() -> u32;
}

/// What nobody sees may end the process, or leave.
unsafe extern "system" fn unseen(resource: *mut c_void) -> BOOL {
    let step: unsafe extern "C" fn() -> u32 = core::mem::transmute(resource);
    loop {
        step();
        vendor_step();
    }
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(WAITS: waits, terminate);
table!(SPINS: spins, terminate);
table!(CALLS: calls, terminate);
table!(EXITS: exits, terminate);
table!(ABORTS: aborts, terminate);
table!(RETURNS: returns, terminate);
table!(UNSEEN: unseen, terminate);
