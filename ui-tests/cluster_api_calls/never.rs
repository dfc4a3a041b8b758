//! Functions that a resource DLL must not call at all.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    resource: HRESOURCE,
    group: HGROUP,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    OnlineClusterResource(instance.resource); //~ cluster_api_calls
    OfflineClusterResource(instance.resource); //~ cluster_api_calls
    FailClusterResource(instance.resource); //~ cluster_api_calls
    MoveClusterGroup(instance.group, null_mut()); //~ cluster_api_calls
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
