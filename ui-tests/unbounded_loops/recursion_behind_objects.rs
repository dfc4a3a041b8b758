//! Behind an object whose trait one type implements is that type: what leads back is a recursion. Of several, which it is
//! nobody knows.
//@ bounds: ONE_TYPE=none+10ms TWO_TYPES=10ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

trait Check {
    unsafe fn holds(&self) -> bool;
}

struct Link {
    process: HANDLE,
    next: Option<Box<dyn Check>>,
}

impl Check for Link {
    unsafe fn holds(&self) -> bool {
        WaitForSingleObject(self.process, 10) == WAIT_TIMEOUT
            && match &self.next {
                Some(next) => next.holds(), //~ unbounded_loops
                None => true,
            }
    }
}

trait Probe {
    unsafe fn answers(&self) -> bool;
}

struct Leaf(HANDLE);
struct Logged(Box<dyn Probe>);

impl Probe for Leaf {
    unsafe fn answers(&self) -> bool {
        WaitForSingleObject(self.0, 10) == WAIT_TIMEOUT
    }
}

impl Probe for Logged {
    unsafe fn answers(&self) -> bool {
        self.0.answers()
    }
}

unsafe extern "system" fn one_type(resource: *mut c_void) -> BOOL {
    (*(resource as *const Link)).holds() as BOOL
}

unsafe extern "system" fn two_types(resource: *mut c_void) -> BOOL {
    (*(resource as *const Logged)).answers() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(ONE_TYPE: one_type, terminate);
table!(TWO_TYPES: two_types, terminate);
