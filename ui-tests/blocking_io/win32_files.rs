//! Win32's files, pipes and devices by paths and handles of which nothing is known.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    path: PCWSTR,
    file: HANDLE,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut buffer = [0u8; 64];
    let mut read = 0;
    let file = CreateFileW(instance.path, GENERIC_READ, FILE_SHARE_READ, null(), OPEN_EXISTING, 0, null_mut()); //~ blocking_io
    GetFileAttributesW(instance.path); //~ blocking_io
    FindFirstFileW(instance.path, null_mut()); //~ blocking_io
    ReadFile(instance.file, buffer.as_mut_ptr(), 64, &mut read, null_mut()); //~ blocking_io
    DeviceIoControl(instance.file, 0x70000, null(), 0, null_mut(), 0, &mut read, null_mut()); //~ blocking_io
    CloseHandle(file);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
