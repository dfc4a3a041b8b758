//! `CreateClusterResourceType`: argument 4 is the interval of `LooksAlive`, argument 5 that of `IsAlive`. The budget is 300 ms.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

const LOOKS_ALIVE: u32 = 5_000;
const IS_ALIVE: u32 = 60_000;
const QUICK: u32 = 250;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

pub unsafe fn register(cluster: HCLUSTER, configured: u32) -> bool {
    let (name, dll) = (w!("Contoso"), w!("contoso.dll"));
    let mut failed = 0;
    failed |= CreateClusterResourceType(cluster, name, name, dll, 0, 60_000); //~ poll_intervals
    failed |= CreateClusterResourceType(cluster, name, name, dll, 299, 60_000); //~ poll_intervals
    failed |= CreateClusterResourceType(cluster, name, name, dll, 300, 60_000);
    failed |= CreateClusterResourceType(cluster, name, name, dll, QUICK, IS_ALIVE); //~ poll_intervals
    failed |= CreateClusterResourceType(cluster, name, name, dll, QUICK * 2, IS_ALIVE);
    failed |= CreateClusterResourceType(cluster, name, name, dll, LOOKS_ALIVE, IS_ALIVE);
    failed |= CreateClusterResourceType(cluster, name, name, dll, 60_000, 60_000); //~ poll_intervals
    failed |= CreateClusterResourceType(cluster, name, name, dll, IS_ALIVE, LOOKS_ALIVE); //~ poll_intervals
    failed |= CreateClusterResourceType(cluster, name, name, dll, 59_999, 60_000);
    failed |= CreateClusterResourceType(cluster, name, name, dll, configured, 60_000);
    failed |= CreateClusterResourceType(cluster, name, name, dll, configured.max(1_000), 60_000);
    failed |= CreateClusterResourceType(cluster, name, name, dll, 5_000, configured);
    failed == ERROR_SUCCESS
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
