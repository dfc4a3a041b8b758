//! Neighbours of those calls that are answered at once, locally or with a bound.
//@ bounds: TABLE=56ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    share: PCWSTR,
    icmp: HANDLE,
    process: HANDLE,
    key: HKEY,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut info = null_mut();
    let mut reply = [0u8; 64];
    let (mut value, mut size, mut code) = (0u32, 4u32, 0u32);
    NetShareGetInfo(null(), instance.share, 2, &mut info);
    NetApiBufferFree(info as *const c_void);
    IcmpSendEcho(instance.icmp, 0x0100_007F, null(), 0, null(), reply.as_mut_ptr() as *mut c_void, 64, 50);
    RegQueryValueExW(instance.key, instance.share, null(), null_mut(), &mut value as *mut u32 as *mut u8, &mut size);
    GetExitCodeProcess(instance.process, &mut code);
    let mutex = OpenMutexW(SYNCHRONIZE, FALSE, instance.share);
    CloseHandle(mutex);
    GetTickCount64();
    (code == STILL_ACTIVE) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
