//! Where `LooksAlive` has no bound there is none to compare with; the budget still is.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (WaitForSingleObject(instance.handle, INFINITE) == WAIT_OBJECT_0) as BOOL //~ unbounded_waits
}

pub unsafe fn register(cluster: HCLUSTER) -> bool {
    let (name, dll) = (w!("Contoso"), w!("contoso.dll"));
    let first = CreateClusterResourceType(cluster, name, name, dll, 5_000, 60_000);
    let second = CreateClusterResourceType(cluster, name, name, dll, 100, 60_000); //~ poll_intervals
    first | second == ERROR_SUCCESS
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
