//! A control code is allowed where it is a constant of which the platform says so.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    resource: HRESOURCE,
    group: HGROUP,
    code: u32,
}

const LIST: u32 = CLUSCTL_RESOURCE_GET_REGISTRY_CHECKPOINTS as u32;

impl Instance {
    unsafe fn control(&self) {
        let (resource, none) = (self.resource, null_mut());
        let mut out = [0u8; 64];
        let buffer = out.as_mut_ptr() as *mut c_void;
        let mut got = 0;
        ClusterResourceControl(resource, none, LIST, null(), 0, buffer, 64, &mut got);
        ClusterResourceControl(resource, none, 0x0100_00A9, null(), 0, buffer, 64, &mut got);
        ClusterResourceControl(resource, none, CLUSCTL_RESOURCE_GET_CHARACTERISTICS as u32, null(), 0, buffer, 64, &mut got); //~ cluster_api_calls
        ClusterResourceControl(resource, none, self.code, null(), 0, buffer, 64, &mut got); //~ cluster_api_calls
        ClusterGroupControl(self.group, none, CLUSCTL_GROUP_GET_FLAGS as u32, null(), 0, buffer, 64, &mut got); //~ cluster_api_calls
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    instance.control();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
