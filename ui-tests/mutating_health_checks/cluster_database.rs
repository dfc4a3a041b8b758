//! Writes of the cluster database are allowed by the platform and still no business of a check.
//! A call that is forbidden altogether is `cluster_api_calls` only.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    key: HKEY,
    resource: HRESOURCE,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let (mut value, mut size) = (0u32, 4u32);
    ClusterRegQueryValue(instance.key, w!("Beat"), null_mut(), &mut value as *mut u32 as *mut u8, &mut size);
    ClusterRegSetValue(instance.key, w!("Beat"), REG_DWORD, &value as *const u32 as *const u8, 4); //~ mutating_health_checks
    ClusterRegDeleteValue(instance.key, w!("Beat")); //~ mutating_health_checks
    ResUtilSetDwordValue(instance.key, w!("Beat"), 1, null_mut()); //~ mutating_health_checks
    FailClusterResource(instance.resource); //~ cluster_api_calls
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
