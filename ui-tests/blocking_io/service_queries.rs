//! The service control manager answers a status query from memory, unless it is another machine's.
//@ bounds: TABLE=none+27ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    service: SC_HANDLE,
    server: PCWSTR,
}

unsafe fn status_of(service: SC_HANDLE) -> bool {
    let mut status = [0u8; 36];
    let mut needed = 0;
    QueryServiceStatusEx(service, SC_STATUS_PROCESS_INFO, status.as_mut_ptr(), 36, &mut needed) != FALSE
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let manager = OpenSCManagerW(null(), null(), SC_MANAGER_CONNECT);
    let service = OpenServiceW(manager, w!("Contoso"), SERVICE_QUERY_STATUS);
    let kept = status_of(instance.service);
    let opened = status_of(service);
    let verified = ResUtilVerifyService(service) == ERROR_SUCCESS;
    CloseServiceHandle(service);
    CloseServiceHandle(manager);
    let remote = OpenSCManagerW(instance.server, null(), SC_MANAGER_CONNECT); //~ blocking_io
    (kept && opened && verified && !remote.is_null()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
