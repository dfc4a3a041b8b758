//! Recursion whose body costs something has no bound, at the recursive call, unless a constant counts it down.
//@ bounds: TABLE=none+60ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Node {
    handle: HANDLE,
    next: Option<Box<Node>>,
    depth: u32,
}

impl Node {
    unsafe fn waiting(&self) -> bool {
        WaitForSingleObject(self.handle, 10) == WAIT_TIMEOUT
            && match &self.next {
                Some(next) => next.waiting(), //~ unbounded_loops
                None => true,
            }
    }

    /// Costs nothing, however deep.
    unsafe fn there(&self) -> bool {
        WaitForSingleObject(self.handle, 0) == WAIT_TIMEOUT
            && match &self.next {
                Some(next) => next.there(),
                None => true,
            }
    }

    unsafe fn tried(&self, tries: u32) -> bool {
        if tries == 0 {
            return false;
        }
        WaitForSingleObject(self.handle, 10) == WAIT_TIMEOUT || self.tried(tries - 1)
    }

    unsafe fn tried_often(&self, tries: u32) -> bool {
        if tries == 0 {
            return false;
        }
        WaitForSingleObject(self.handle, 10) == WAIT_TIMEOUT || self.tried_often(tries - 1) //~ unbounded_loops
    }

    unsafe fn ever(&self, tries: u32) -> bool {
        WaitForSingleObject(self.handle, 10) == WAIT_TIMEOUT || self.ever(tries + 1) //~ unbounded_loops
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let node = &*(resource as *const Node);
    (node.waiting() && node.there() && node.tried(3) && node.tried_often(node.depth) && node.ever(0)) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
