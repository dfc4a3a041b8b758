//! What this DLL needs of `clusapi.h`, `resapi.h`, `winsvc.h` and `windows.h`.

#![allow(non_camel_case_types, non_snake_case, clippy::upper_case_acronyms)]

use core::ffi::c_void;

pub type BOOL = i32;
pub type HANDLE = *mut c_void;
pub type SC_HANDLE = *mut c_void;
pub type HKEY = *mut c_void;
pub type PCWSTR = *const u16;
pub type RESID = *mut c_void;
pub type RESOURCE_HANDLE = isize;

pub const FALSE: BOOL = 0;
pub const INFINITE: u32 = 0xFFFF_FFFF;
pub const WAIT_OBJECT_0: u32 = 0;
pub const WAIT_TIMEOUT: u32 = 258;
pub const ERROR_SUCCESS: u32 = 0;
pub const ERROR_INVALID_FUNCTION: u32 = 1;
pub const ERROR_REVISION_MISMATCH: u32 = 1306;
pub const ERROR_SERVICE_NOT_ACTIVE: u32 = 1062;
pub const SC_MANAGER_CONNECT: u32 = 1;
pub const SERVICE_QUERY_STATUS: u32 = 4;
pub const SERVICE_START: u32 = 16;
pub const SERVICE_STOP: u32 = 32;
pub const SERVICE_CONTROL_STOP: u32 = 1;
pub const SERVICE_RUNNING: u32 = 4;
pub const SC_STATUS_PROCESS_INFO: i32 = 0;
pub const PROCESS_SYNCHRONIZE: u32 = 0x0010_0000;
pub const CLRES_VERSION_V1_00: u32 = 0x100;

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct SERVICE_STATUS_PROCESS {
    pub dwServiceType: u32,
    pub dwCurrentState: u32,
    pub dwControlsAccepted: u32,
    pub dwWin32ExitCode: u32,
    pub dwServiceSpecificExitCode: u32,
    pub dwCheckPoint: u32,
    pub dwWaitHint: u32,
    pub dwProcessId: u32,
    pub dwServiceFlags: u32,
}

#[repr(C)]
pub struct RESOURCE_STATUS {
    pub ResourceState: u32,
    pub CheckPoint: u32,
    pub WaitHint: u32,
    pub EventHandle: HANDLE,
}

pub type PSET_RESOURCE_STATUS_ROUTINE =
    Option<unsafe extern "system" fn(RESOURCE_HANDLE, *mut RESOURCE_STATUS) -> u32>;
pub type PLOG_EVENT_ROUTINE = Option<unsafe extern "C" fn(RESOURCE_HANDLE, i32, PCWSTR, ...)>;
pub type POPEN_ROUTINE = Option<unsafe extern "system" fn(PCWSTR, HKEY, RESOURCE_HANDLE) -> RESID>;
pub type PCLOSE_ROUTINE = Option<unsafe extern "system" fn(RESID)>;
pub type PONLINE_ROUTINE = Option<unsafe extern "system" fn(RESID, *mut HANDLE) -> u32>;
pub type POFFLINE_ROUTINE = Option<unsafe extern "system" fn(RESID) -> u32>;
pub type PTERMINATE_ROUTINE = Option<unsafe extern "system" fn(RESID)>;
pub type PLOOKS_ALIVE_ROUTINE = Option<unsafe extern "system" fn(RESID) -> BOOL>;
pub type PIS_ALIVE_ROUTINE = Option<unsafe extern "system" fn(RESID) -> BOOL>;
pub type PARBITRATE_ROUTINE = Option<unsafe extern "system" fn(RESID, *mut c_void) -> u32>;
pub type PRELEASE_ROUTINE = Option<unsafe extern "system" fn(RESID) -> u32>;
pub type PRESOURCE_CONTROL_ROUTINE = Option<
    unsafe extern "system" fn(RESID, u32, *mut c_void, u32, *mut c_void, u32, *mut u32) -> u32,
>;
pub type PRESOURCE_TYPE_CONTROL_ROUTINE = Option<
    unsafe extern "system" fn(PCWSTR, u32, *mut c_void, u32, *mut c_void, u32, *mut u32) -> u32,
>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct CLRES_V1_FUNCTIONS {
    pub Open: POPEN_ROUTINE,
    pub Close: PCLOSE_ROUTINE,
    pub Online: PONLINE_ROUTINE,
    pub Offline: POFFLINE_ROUTINE,
    pub Terminate: PTERMINATE_ROUTINE,
    pub LooksAlive: PLOOKS_ALIVE_ROUTINE,
    pub IsAlive: PIS_ALIVE_ROUTINE,
    pub Arbitrate: PARBITRATE_ROUTINE,
    pub Release: PRELEASE_ROUTINE,
    pub ResourceControl: PRESOURCE_CONTROL_ROUTINE,
    pub ResourceTypeControl: PRESOURCE_TYPE_CONTROL_ROUTINE,
}

#[repr(C)]
pub union CLRES_FUNCTION_TABLE_0 {
    pub V1Functions: CLRES_V1_FUNCTIONS,
}

#[repr(C)]
pub struct CLRES_FUNCTION_TABLE {
    pub TableSize: u32,
    pub Version: u32,
    pub Anonymous: CLRES_FUNCTION_TABLE_0,
}

#[link(name = "kernel32")]
unsafe extern "system" {
    pub fn CloseHandle(handle: HANDLE) -> BOOL;
    pub fn OpenProcess(access: u32, inherit: BOOL, process_id: u32) -> HANDLE;
    pub fn WaitForSingleObject(handle: HANDLE, milliseconds: u32) -> u32;
}

#[link(name = "advapi32")]
unsafe extern "system" {
    pub fn OpenSCManagerW(machine: PCWSTR, database: PCWSTR, access: u32) -> SC_HANDLE;
    pub fn OpenServiceW(manager: SC_HANDLE, name: PCWSTR, access: u32) -> SC_HANDLE;
    pub fn CloseServiceHandle(handle: SC_HANDLE) -> BOOL;
    pub fn StartServiceW(service: SC_HANDLE, count: u32, arguments: *const PCWSTR) -> BOOL;
    pub fn ControlService(service: SC_HANDLE, control: u32, status: *mut c_void) -> BOOL;
    pub fn QueryServiceStatusEx(
        service: SC_HANDLE,
        level: i32,
        buffer: *mut u8,
        size: u32,
        needed: *mut u32,
    ) -> BOOL;
}

/// A service handle that closes itself.
pub struct ServiceHandle(SC_HANDLE);

// A service handle may be used on any thread.
unsafe impl Send for ServiceHandle {}
unsafe impl Sync for ServiceHandle {}

impl ServiceHandle {
    /// Open the service "clusbank" of this machine.
    pub fn open(access: u32) -> Option<Self> {
        let name: Vec<u16> = "clusbank\0".encode_utf16().collect();
        unsafe {
            let manager = OpenSCManagerW(core::ptr::null(), core::ptr::null(), SC_MANAGER_CONNECT);
            if manager.is_null() {
                return None;
            }
            let service = OpenServiceW(manager, name.as_ptr(), access);
            CloseServiceHandle(manager);
            if service.is_null() {
                None
            } else {
                Some(Self(service))
            }
        }
    }

    /// What the service control manager says of the service.
    pub fn status(&self) -> Option<SERVICE_STATUS_PROCESS> {
        let mut status = SERVICE_STATUS_PROCESS::default();
        let size = size_of::<SERVICE_STATUS_PROCESS>() as u32;
        let mut needed = 0;
        let done = unsafe {
            QueryServiceStatusEx(
                self.0,
                SC_STATUS_PROCESS_INFO,
                (&raw mut status).cast(),
                size,
                &raw mut needed,
            )
        };
        if done == FALSE { None } else { Some(status) }
    }

    /// Start the service.
    pub fn start(&self) -> bool {
        unsafe { StartServiceW(self.0, 0, core::ptr::null()) != FALSE }
    }

    /// Ask the service to stop.
    pub fn stop(&self) {
        let mut status = [0_u32; 7];
        unsafe { ControlService(self.0, SERVICE_CONTROL_STOP, status.as_mut_ptr().cast()) };
    }
}

impl Drop for ServiceHandle {
    fn drop(&mut self) {
        unsafe { CloseServiceHandle(self.0) };
    }
}
