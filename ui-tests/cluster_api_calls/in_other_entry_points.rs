//! What `Online` does is its own affair, and a function of the crate with such a name is the crate's code.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

mod state {
    #[allow(non_snake_case)]
    pub fn GetClusterResourceState(_resource: usize, _a: usize, _b: usize, _c: usize, _d: usize) -> i32 {
        2
    }
}

unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    GetClusterResourceState(resource, null_mut(), null_mut(), null_mut(), null_mut());
    ERROR_SUCCESS
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    (state::GetClusterResourceState(0, 0, 0, 0, 0) == CLUSTER_RESOURCE_ONLINE) as BOOL
}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None,
    Close: None,
    Online: Some(online),
    Offline: None,
    Terminate: Some(terminate),
    LooksAlive: Some(looks_alive),
    IsAlive: None,
    Arbitrate: None,
    Release: None,
    ResourceControl: None,
    ResourceTypeControl: None,
};
