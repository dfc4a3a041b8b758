//! Code that is handed to another thread does not run in `LooksAlive`; starting it takes a millisecond at most.
//@ bounds: TABLE=4ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

unsafe extern "system" fn thread_main(_parameter: *mut c_void) -> u32 {
    Sleep(1000);
    0
}

unsafe extern "system" fn worker_main(_worker: *mut CLUS_WORKER, _parameter: *mut c_void) -> u32 {
    Sleep(1000);
    0
}

unsafe extern "system" fn signalled(_context: *mut c_void, _timed_out: bool) {
    Sleep(1000);
}

fn monitor() {
    std::thread::sleep(Duration::from_secs(5));
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let started = std::thread::Builder::new().spawn(|| {
        std::thread::sleep(Duration::from_secs(1));
    });
    let also = std::thread::Builder::new().name(String::new()).spawn(monitor);
    let thread = CreateThread(null(), 0, Some(thread_main), null(), 0, null_mut());
    QueueUserWorkItem(Some(thread_main), null(), 0);
    let mut worker = CLUS_WORKER { hThread: null_mut(), Terminate: FALSE };
    ClusWorkerCreate(&mut worker, Some(worker_main), resource);
    let mut wait: HANDLE = null_mut();
    RegisterWaitForSingleObject(&mut wait, thread, Some(signalled), null(), INFINITE, 0);
    (started.is_ok() && also.is_ok()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
