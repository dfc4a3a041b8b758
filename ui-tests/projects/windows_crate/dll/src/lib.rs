//! Against the `windows` crate: functions with bodies, slices instead of pointer and count, `BOOL` a struct.
//@ bounds: TABLE=none+10ms

use core::ffi::c_void;
use windows::Win32::Foundation::{HANDLE, WAIT_TIMEOUT};
use windows::Win32::Networking::Clustering::CLRES_V1_FUNCTIONS;
use windows::Win32::System::Threading::{INFINITE, Sleep, WaitForMultipleObjects, WaitForSingleObject};
use windows::core::BOOL;

struct Instance {
    process: HANDLE,
    both: [HANDLE; 2],
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let running = WaitForSingleObject(instance.process, 0) == WAIT_TIMEOUT;
    let stopped = WaitForSingleObject(instance.process, INFINITE) == WAIT_TIMEOUT; //~ unbounded_waits
    let any = WaitForMultipleObjects(&instance.both, false, 0);
    let all = WaitForMultipleObjects(&instance.both, true, INFINITE); //~ unbounded_waits
    Sleep(10); //~ sleeps
    BOOL::from(running && !stopped && any == all)
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None };
