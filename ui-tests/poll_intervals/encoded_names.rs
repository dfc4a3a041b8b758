//! The name is a text that is encoded on the way, the interval comes by a helper's argument or an associated constant.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Setup;

impl Setup {
    const LOOKS_ALIVE: u32 = 50;

    unsafe fn register(&self, cluster: HCLUSTER, key: HKEY) -> u32 {
        let dll = w!("contoso.dll");
        set(key, 0) | CreateClusterResourceType(cluster, dll, dll, dll, Self::LOOKS_ALIVE, 60_000) //~ poll_intervals
    }
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain(Some(0)).collect()
}

unsafe fn set(key: HKEY, milliseconds: u32) -> u32 {
    let name = wide("LooksAlivePollInterval");
    ResUtilSetDwordValue(key, name.as_ptr(), milliseconds, null_mut()) //~ poll_intervals
}

pub unsafe fn install(cluster: HCLUSTER, key: HKEY) -> bool {
    let once: Vec<u16> = "LooksAlivePollInterval".encode_utf16().chain(std::iter::once(0)).collect();
    let ended: Vec<u16> = "LooksAlivePollInterval\0".encode_utf16().collect();
    let longer: Vec<u16> = "LooksAlivePollInterval".encode_utf16().chain("Default\0".encode_utf16()).collect();
    let mut failed = Setup.register(cluster, key);
    failed |= ResUtilSetDwordValue(key, once.as_ptr(), 5, null_mut()); //~ poll_intervals
    failed |= ResUtilSetDwordValue(key, ended.as_ptr(), 5, null_mut()); //~ poll_intervals
    failed |= ResUtilSetDwordValue(key, longer.as_ptr(), 5, null_mut());
    failed == ERROR_SUCCESS
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
