//! The interval is compared with the largest bound in the package, 2 s, where that is more than the budget.
//@ bounds: QUICK=0ms SLOW=2000ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

unsafe extern "system" fn quick(_resource: *mut c_void) -> BOOL {
    1
}

unsafe extern "system" fn slow(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (WaitForSingleObject(instance.handle, 2_000) == WAIT_TIMEOUT) as BOOL //~ latency_overruns
}

pub unsafe fn register(cluster: HCLUSTER, key: HKEY) -> bool {
    let (name, dll) = (w!("Contoso"), w!("contoso.dll"));
    let mut failed = 0;
    failed |= CreateClusterResourceType(cluster, name, name, dll, 1_999, 60_000); //~ poll_intervals
    failed |= CreateClusterResourceType(cluster, name, name, dll, 2_000, 60_000);
    failed |= ResUtilSetDwordValue(key, w!("LooksAlivePollInterval"), 1_999, null_mut()); //~ poll_intervals
    failed |= ResUtilSetDwordValue(key, w!("LooksAlivePollInterval"), 2_000, null_mut());
    failed == ERROR_SUCCESS
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static QUICK: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(quick), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static SLOW: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(slow), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
