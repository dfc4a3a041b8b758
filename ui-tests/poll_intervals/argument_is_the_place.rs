//! The argument is the place, where it stands on a line of its own.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

pub unsafe fn register(cluster: HCLUSTER) -> u32 {
    CreateClusterResourceType(
        cluster,
        w!("Contoso"),
        w!("Contoso service"),
        w!("contoso.dll"),
        0, //~ poll_intervals
        60_000,
    )
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
