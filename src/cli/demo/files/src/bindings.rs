//! The few declarations of the platform that this DLL uses, written by hand in the shape of `windows-sys`, so that the
//! demonstration needs no download.
#![allow(non_camel_case_types, non_snake_case)]

pub use core::ffi::c_void;
pub use core::ptr::{null, null_mut};

pub type BOOL = i32;
pub type HANDLE = *mut c_void;
pub type HKEY = *mut c_void;
pub type SC_HANDLE = *mut c_void;
pub type HRESOURCE = *mut c_void;
pub type PCWSTR = *const u16;

pub const FALSE: BOOL = 0;
pub const ERROR_SUCCESS: u32 = 0;
pub const ERROR_IO_PENDING: u32 = 997;
pub const ERROR_REVISION_MISMATCH: u32 = 1306;
pub const ERROR_CLUSTER_RESNAME_NOT_FOUND: u32 = 5080;
pub const ERROR_RESOURCE_FAILED: u32 = 5038;
pub const CLRES_VERSION_V1_00: u32 = 0x100;
pub const INFINITE: u32 = 0xFFFF_FFFF;
pub const WAIT_TIMEOUT: u32 = 258;
pub const SC_MANAGER_CONNECT: u32 = 1;
pub const SERVICE_QUERY_STATUS: u32 = 4;
pub const SERVICE_START: u32 = 0x10;
pub const SERVICE_STOP: u32 = 0x20;
pub const SERVICE_RUNNING: u32 = 4;
pub const SERVICE_CONTROL_STOP: u32 = 1;
pub const CLUSTER_RESOURCE_ONLINE: i32 = 2;
pub const CLUSTER_RESOURCE_FAILED: i32 = 4;

#[repr(C)]
#[derive(Default)]
pub struct SERVICE_STATUS {
    pub dwServiceType: u32,
    pub dwCurrentState: u32,
    pub dwControlsAccepted: u32,
    pub dwWin32ExitCode: u32,
    pub dwServiceSpecificExitCode: u32,
    pub dwCheckPoint: u32,
    pub dwWaitHint: u32,
}

#[repr(C)]
pub struct RESOURCE_STATUS {
    pub ResourceState: i32,
    pub CheckPoint: u32,
    pub WaitHint: u32,
    pub EventHandle: HANDLE,
}

pub type POPEN_ROUTINE = Option<unsafe extern "system" fn(PCWSTR, HKEY, isize) -> *mut c_void>;
pub type PCLOSE_ROUTINE = Option<unsafe extern "system" fn(*mut c_void)>;
pub type PONLINE_ROUTINE = Option<unsafe extern "system" fn(*mut c_void, *mut HANDLE) -> u32>;
pub type POFFLINE_ROUTINE = Option<unsafe extern "system" fn(*mut c_void) -> u32>;
pub type PTERMINATE_ROUTINE = Option<unsafe extern "system" fn(*mut c_void)>;
pub type PLOOKS_ALIVE_ROUTINE = Option<unsafe extern "system" fn(*mut c_void) -> BOOL>;
pub type PIS_ALIVE_ROUTINE = Option<unsafe extern "system" fn(*mut c_void) -> BOOL>;
pub type PARBITRATE_ROUTINE = Option<unsafe extern "system" fn(*mut c_void, *mut c_void) -> u32>;
pub type PRELEASE_ROUTINE = Option<unsafe extern "system" fn(*mut c_void) -> u32>;
pub type PRESOURCE_CONTROL_ROUTINE =
    Option<unsafe extern "system" fn(*mut c_void, u32, *mut c_void, u32, *mut c_void, u32, *mut u32) -> u32>;
pub type PRESOURCE_TYPE_CONTROL_ROUTINE =
    Option<unsafe extern "system" fn(PCWSTR, u32, *mut c_void, u32, *mut c_void, u32, *mut u32) -> u32>;
pub type PSET_RESOURCE_STATUS_ROUTINE = Option<unsafe extern "system" fn(isize, *mut RESOURCE_STATUS) -> u32>;
pub type PLOG_EVENT_ROUTINE = Option<unsafe extern "system" fn(isize, u32, PCWSTR)>;

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
#[derive(Clone, Copy)]
pub union CLRES_FUNCTION_TABLE_0 {
    pub V1Functions: CLRES_V1_FUNCTIONS,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct CLRES_FUNCTION_TABLE {
    pub TableSize: u32,
    pub Version: u32,
    pub Anonymous: CLRES_FUNCTION_TABLE_0,
}

unsafe extern "system" {
    pub fn WaitForSingleObject(hhandle: HANDLE, dwmilliseconds: u32) -> u32;
    pub fn CloseHandle(hobject: HANDLE) -> BOOL;
    pub fn GetTickCount64() -> u64;
    pub fn OpenProcess(dwdesiredaccess: u32, binherithandle: BOOL, dwprocessid: u32) -> HANDLE;
    pub fn OpenSCManagerW(lpmachinename: PCWSTR, lpdatabasename: PCWSTR, dwdesiredaccess: u32) -> SC_HANDLE;
    pub fn OpenServiceW(hscmanager: SC_HANDLE, lpservicename: PCWSTR, dwdesiredaccess: u32) -> SC_HANDLE;
    pub fn QueryServiceStatus(hservice: SC_HANDLE, lpservicestatus: *mut SERVICE_STATUS) -> BOOL;
    pub fn StartServiceW(hservice: SC_HANDLE, dwnumserviceargs: u32, lpserviceargvectors: *const PCWSTR) -> BOOL;
    pub fn ControlService(hservice: SC_HANDLE, dwcontrol: u32, lpservicestatus: *mut SERVICE_STATUS) -> BOOL;
    pub fn CloseServiceHandle(hscobject: SC_HANDLE) -> BOOL;
    pub fn GetClusterResourceState(
        hresource: HRESOURCE,
        lpsznodename: *mut u16,
        lpcchnodename: *mut u32,
        lpszgroupname: *mut u16,
        lpcchgroupname: *mut u32,
    ) -> i32;
}
