//! The same calls, told not to wait.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handles: [HANDLE; 2],
    port: HANDLE,
    key: HKEY,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let handle = instance.port;
    let handles = instance.handles.as_ptr();
    let value = 0u32;
    let address = &value as *const u32 as *const c_void;
    let (mut bytes, mut key, mut overlapped) = (0, 0, null_mut());
    let pending: *const OVERLAPPED = null();
    let worker = CLUS_WORKER { hThread: handle, Terminate: FALSE };
    WaitForSingleObjectEx(handle, 0, FALSE);
    WaitForMultipleObjects(2, handles, FALSE, 0);
    WaitForMultipleObjectsEx(2, handles, FALSE, 0, FALSE);
    MsgWaitForMultipleObjects(2, handles, FALSE, 0, u32::MAX);
    MsgWaitForMultipleObjectsEx(2, handles, 0, u32::MAX, 0);
    SignalObjectAndWait(handle, handle, 0, FALSE);
    WaitOnAddress(address, address, 4, 0);
    GetQueuedCompletionStatus(handle, &mut bytes, &mut key, &mut overlapped, 0);
    GetOverlappedResult(handle, pending, &mut bytes, FALSE);
    RegNotifyChangeKeyValue(instance.key, FALSE, 4, handle, TRUE);
    WSAPoll(null_mut(), 0, 0);
    ClusWorkerCheckTerminate(&worker);
    SetEvent(handle);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
