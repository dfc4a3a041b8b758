//! A monitor thread may wait as long as it likes; `Terminate` is not polled.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use windows::*;

static HEALTHY: AtomicBool = AtomicBool::new(false);
static MONITOR: Mutex<Option<JoinHandle<()>>> = Mutex::new(None);

struct Process(HANDLE);
unsafe impl Send for Process {}

unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    let process = Process(resource);
    let monitor = std::thread::Builder::new().spawn(move || {
        let process = process;
        HEALTHY.store(true, Ordering::Release);
        unsafe { WaitForSingleObject(process.0, INFINITE) };
        HEALTHY.store(false, Ordering::Release);
    });
    *MONITOR.lock().unwrap() = monitor.ok();
    ERROR_SUCCESS
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {
    let monitor = MONITOR.lock().unwrap().take();
    if let Some(monitor) = monitor {
        let _ = monitor.join();
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    HEALTHY.load(Ordering::Acquire) as BOOL
}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None,
    Close: None,
    Online: Some(online),
    Offline: None,
    Terminate: Some(terminate),
    LooksAlive: Some(looks_alive),
    IsAlive: None,
    Arbitrate: None,
    Release: None,
    ResourceControl: None,
    ResourceTypeControl: None,
};
