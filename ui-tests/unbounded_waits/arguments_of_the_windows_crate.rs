//! The `windows` crate folds a pointer and its count into a slice: the timeout is another argument than in `windows-sys`.
//! The masks of all ones are no timeouts.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

mod folded {
    use super::windows::HANDLE;

    #[repr(transparent)]
    pub struct BOOL(pub i32);

    extern "system" {
        #[allow(improper_ctypes)]
        pub fn WaitForMultipleObjects(handles: &[HANDLE], wait_all: BOOL, milliseconds: u32) -> u32;
        #[allow(improper_ctypes)]
        pub fn WaitForMultipleObjectsEx(handles: &[HANDLE], wait_all: BOOL, milliseconds: u32, alertable: BOOL) -> u32;
        #[allow(improper_ctypes)]
        pub fn MsgWaitForMultipleObjects(handles: Option<&[HANDLE]>, wait_all: BOOL, milliseconds: u32, mask: u32) -> u32;
        #[allow(improper_ctypes)]
        pub fn MsgWaitForMultipleObjectsEx(handles: Option<&[HANDLE]>, milliseconds: u32, mask: u32, flags: u32) -> u32;
    }
}

use folded as w;

struct Instance {
    handles: [HANDLE; 2],
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let handles = &instance.handles[..];
    w::WaitForMultipleObjects(handles, w::BOOL(0), INFINITE); //~ unbounded_waits
    w::WaitForMultipleObjects(handles, w::BOOL(1), 0);
    w::WaitForMultipleObjectsEx(handles, w::BOOL(0), u32::MAX, w::BOOL(0)); //~ unbounded_waits
    w::WaitForMultipleObjectsEx(handles, w::BOOL(1), 0, w::BOOL(1));
    w::MsgWaitForMultipleObjects(Some(handles), w::BOOL(0), INFINITE, 0); //~ unbounded_waits
    w::MsgWaitForMultipleObjects(Some(handles), w::BOOL(1), 0, u32::MAX);
    w::MsgWaitForMultipleObjectsEx(Some(handles), INFINITE, 0, 0); //~ unbounded_waits
    w::MsgWaitForMultipleObjectsEx(Some(handles), 0, u32::MAX, u32::MAX);
    WaitForMultipleObjects(u32::MAX, handles.as_ptr(), -1, 0);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
