//! A lazy initialiser is charged where it is mentioned first, once.
//! `over`: 200 ms of initialiser + 101 ms = 301 ms. `within`: 200 ms once, not at each mention, + 50 ms + 50 ms = 300 ms. `set`: 299 ms.
//@ bounds: OVER=301ms WITHIN=300ms SET=299ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::{LazyLock, OnceLock};
use windows::*;

struct Handle(HANDLE);

unsafe impl Send for Handle {}
unsafe impl Sync for Handle {}

static STOPPED: LazyLock<Handle> = LazyLock::new(|| unsafe {
    let handle = OpenEventW(SYNCHRONIZE, FALSE, w!("Local\\Contoso"));
    WaitForSingleObject(handle, 200);
    Handle(handle)
});
static FIRST: OnceLock<u32> = OnceLock::new();

unsafe extern "system" fn over(_resource: *mut c_void) -> BOOL { //~ latency_overruns
    (WaitForSingleObject(STOPPED.0, 101) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn within(_resource: *mut c_void) -> BOOL {
    (WaitForSingleObject(STOPPED.0, 50) == WAIT_TIMEOUT && WaitForSingleObject(STOPPED.0, 50) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn set(resource: *mut c_void) -> BOOL {
    let handle = resource as HANDLE;
    let asked = || unsafe { WaitForSingleObject(handle, 200) };
    let first = *FIRST.get_or_init(asked);
    let again = *FIRST.get_or_init(|| 0);
    (WaitForSingleObject(handle, 99) == WAIT_TIMEOUT && first == again) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(within), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static SET: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(set), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
