//! Writing and deleting registry values changes the world; reading them does not.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    key: HKEY,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let (mut value, mut size) = (0u32, 4u32);
    RegQueryValueExW(instance.key, w!("Beat"), null(), null_mut(), &mut value as *mut u32 as *mut u8, &mut size);
    RegSetValueExW(instance.key, w!("Beat"), 0, REG_DWORD, &value as *const u32 as *const u8, 4); //~ mutating_health_checks
    RegDeleteValueW(instance.key, w!("Beat")); //~ mutating_health_checks
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
