//! Reads of the cluster database and the resource utilities' service query are allowed.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    key: HKEY,
    service: SC_HANDLE,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let (mut value, mut size) = (0u32, 4u32);
    ClusterRegQueryValue(instance.key, w!("Limit"), null_mut(), &mut value as *mut u32 as *mut u8, &mut size);
    ResUtilGetDwordValue(instance.key, w!("Limit"), &mut value, 0);
    (ResUtilVerifyService(instance.service) == ERROR_SUCCESS) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
