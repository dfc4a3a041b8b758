//! Against `windows-sys`: declarations that a macro writes; a renamed import and a glob.
//@ bounds: TABLE=none+35ms

use core::ffi::c_void;
use windows_sys::Win32::Foundation::{BOOL, HANDLE, WAIT_TIMEOUT};
use windows_sys::Win32::Networking::Clustering::CLRES_V1_FUNCTIONS;
use windows_sys::Win32::Storage::FileSystem::GetFileAttributesW as attributes_of;
use windows_sys::Win32::System::Threading::*;
use windows_sys::w;

struct Instance {
    process: HANDLE,
    both: [HANDLE; 2],
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    unsafe {
        let instance = &*(resource as *const Instance);
        let both = instance.both.as_ptr();
        let running = WaitForSingleObject(instance.process, 0) == WAIT_TIMEOUT;
        let stopped = WaitForSingleObject(instance.process, INFINITE) == WAIT_TIMEOUT; //~ unbounded_waits
        let any = WaitForMultipleObjects(2, both, 0, 0);
        let all = WaitForMultipleObjects(2, both, 1, INFINITE); //~ unbounded_waits
        let local = attributes_of(w!("C:\\ProgramData\\Contoso\\beat"));
        let remote = attributes_of(w!("\\\\server\\share\\beat")); //~ blocking_io
        Sleep(10); //~ sleeps
        (running && !stopped && any == all && local == remote) as BOOL
    }
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None };
