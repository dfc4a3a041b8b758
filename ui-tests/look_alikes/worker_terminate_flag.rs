//! `CLUS_WORKER` has a field `Terminate` that is no function.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks(_resource: *mut c_void) -> u64 {
    Sleep(10);
    1
}

pub fn worker() -> CLUS_WORKER {
    CLUS_WORKER { hThread: looks as *mut c_void, Terminate: FALSE }
}
