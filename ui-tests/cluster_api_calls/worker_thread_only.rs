//! Functions that may be called on a worker thread only, and the worker thread that calls them.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    resource: HRESOURCE,
    group: HGROUP,
}

unsafe extern "system" fn worker(_worker: *mut CLUS_WORKER, parameter: *mut c_void) -> u32 {
    let instance = &*(parameter as *const Instance);
    GetClusterResourceState(instance.resource, null_mut(), null_mut(), null_mut(), null_mut());
    ResUtilGetResourceDependency(instance.resource, w!("IP Address"));
    0
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    GetClusterResourceState(instance.resource, null_mut(), null_mut(), null_mut(), null_mut()); //~ cluster_api_calls
    GetClusterGroupState(instance.group, null_mut(), null_mut()); //~ cluster_api_calls
    ClusterResourceOpenEnum(instance.resource, 1); //~ cluster_api_calls
    ResUtilGetResourceDependency(instance.resource, w!("IP Address")); //~ cluster_api_calls
    let mut thread = CLUS_WORKER { hThread: null_mut(), Terminate: FALSE };
    ClusWorkerCreate(&mut thread, Some(worker), resource);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
