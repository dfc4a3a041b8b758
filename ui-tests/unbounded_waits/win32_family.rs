//! Every Win32 call that waits for something to happen, told to wait for ever.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handles: [HANDLE; 2],
    port: HANDLE,
    key: HKEY,
    work: isize,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let handle = instance.port;
    let handles = instance.handles.as_ptr();
    let value = 0u32;
    let address = &value as *const u32 as *const c_void;
    let mut lock = SRWLOCK { Ptr: null_mut() };
    let mut condition = CONDITION_VARIABLE { Ptr: null_mut() };
    let mut barrier = SYNCHRONIZATION_BARRIER { Reserved: [0; 5] };
    let (mut bytes, mut key, mut overlapped) = (0, 0, null_mut());
    let pending: *const OVERLAPPED = null();
    let mut worker = CLUS_WORKER { hThread: handle, Terminate: FALSE };
    WaitForSingleObjectEx(handle, INFINITE, FALSE); //~ unbounded_waits
    WaitForMultipleObjects(2, handles, FALSE, INFINITE); //~ unbounded_waits
    WaitForMultipleObjectsEx(2, handles, FALSE, INFINITE, FALSE); //~ unbounded_waits
    MsgWaitForMultipleObjects(2, handles, FALSE, INFINITE, 0); //~ unbounded_waits
    MsgWaitForMultipleObjectsEx(2, handles, INFINITE, 0, 0); //~ unbounded_waits
    SignalObjectAndWait(handle, handle, INFINITE, FALSE); //~ unbounded_waits
    WaitOnAddress(address, address, 4, INFINITE); //~ unbounded_waits
    WaitForInputIdle(handle, INFINITE); //~ unbounded_waits
    SleepConditionVariableSRW(&mut condition, &mut lock, INFINITE, 0); //~ unbounded_waits
    EnterSynchronizationBarrier(&mut barrier, 0); //~ unbounded_waits
    WaitForThreadpoolWorkCallbacks(instance.work, FALSE); //~ unbounded_waits
    GetQueuedCompletionStatus(handle, &mut bytes, &mut key, &mut overlapped, INFINITE); //~ unbounded_waits
    GetOverlappedResult(handle, pending, &mut bytes, TRUE); //~ unbounded_waits
    RegNotifyChangeKeyValue(instance.key, FALSE, 4, null_mut(), FALSE); //~ unbounded_waits
    WSAPoll(null_mut(), 0, -1); //~ unbounded_waits
    ClusWorkerTerminate(&worker); //~ unbounded_waits
    ClusWorkerTerminateEx(&mut worker, INFINITE, TRUE); //~ unbounded_waits
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
