//! Two functions that call each other: the call that closes the circle, seen from `LooksAlive`, is the recursive one.
//@ bounds: TABLE=none+10ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Node {
    handle: HANDLE,
    left: Option<Box<Node>>,
    right: Option<Box<Node>>,
}

unsafe fn to_the_left(node: &Node) -> bool {
    WaitForSingleObject(node.handle, 10) == WAIT_TIMEOUT
        && match &node.left {
            Some(left) => to_the_right(left),
            None => true,
        }
}

unsafe fn to_the_right(node: &Node) -> bool {
    match &node.right {
        Some(right) => to_the_left(right), //~ unbounded_loops
        None => true,
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    to_the_left(&*(resource as *const Node)) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
