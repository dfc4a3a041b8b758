//! A timeout that cannot be evaluated adds nothing: neither harmless nor endless.
//! `within`: 300 ms + ?. `over`: 300 ms + ? + 1 ms.
//@ bounds: WITHIN=300ms+unknown OVER=301ms+unknown

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
    key: HKEY,
    patience: u32,
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    WaitForSingleObject(instance.handle, 300);
    (WaitForSingleObject(instance.handle, instance.patience) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    let mut size = 0;
    WaitForSingleObject(instance.handle, 300);
    WaitForSingleObject(instance.handle, instance.patience);
    (RegQueryValueExW(instance.key, w!("Beat"), null(), null_mut(), null_mut(), &mut size) == ERROR_SUCCESS) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
