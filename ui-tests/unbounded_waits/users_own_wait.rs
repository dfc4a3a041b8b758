//! A function of the crate that is called as the Win32 one and has a body; and one that hides the real wait.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

mod mine {
    #[allow(non_snake_case)]
    pub unsafe fn WaitForSingleObject(handle: usize, _milliseconds: u32) -> u32 {
        handle as u32
    }

    pub mod wrapper {
        use crate::windows::{HANDLE, WaitForSingleObject};

        pub unsafe fn wait(handle: HANDLE) -> u32 {
            WaitForSingleObject(handle, u32::MAX) //~ unbounded_waits
        }
    }
}

struct Instance {
    process: HANDLE,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    mine::WaitForSingleObject(0, INFINITE);
    mine::wrapper::wait(instance.process);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
