//! Hand-written bindings in the shape of `windows-sys` 0.61, as far as the programs beside this folder need them: enough to
//! type-check anywhere, without Windows and without a download.
#![allow(non_snake_case, non_camel_case_types, non_upper_case_globals, dead_code, clippy::all)]

pub use core::ffi::c_void;
pub use core::ptr::{null, null_mut};

pub type BOOL = i32;
pub type HANDLE = *mut c_void;
pub type HWND = *mut c_void;
pub type HMODULE = *mut c_void;
pub type HKEY = *mut c_void;
pub type SC_HANDLE = *mut c_void;
pub type HRESOURCE = *mut c_void;
pub type HGROUP = *mut c_void;
pub type HCLUSTER = *mut c_void;
pub type HNODE = *mut c_void;
pub type HRESENUM = *mut c_void;
pub type SOCKET = usize;
pub type PCWSTR = *const u16;
pub type PWSTR = *mut u16;
pub type WAIT_EVENT = u32;

pub const TRUE: BOOL = 1;
pub const FALSE: BOOL = 0;
pub const ERROR_SUCCESS: u32 = 0;
pub const ERROR_IO_PENDING: u32 = 997;
pub const INFINITE: u32 = 0xFFFF_FFFF;
pub const WAIT_OBJECT_0: WAIT_EVENT = 0;
pub const WAIT_TIMEOUT: WAIT_EVENT = 258;
pub const STILL_ACTIVE: u32 = 259;
pub const INVALID_HANDLE_VALUE: HANDLE = -1isize as HANDLE;
pub const INVALID_FILE_ATTRIBUTES: u32 = u32::MAX;
pub const GENERIC_READ: u32 = 0x8000_0000;
pub const GENERIC_WRITE: u32 = 0x4000_0000;
pub const FILE_SHARE_READ: u32 = 1;
pub const OPEN_EXISTING: u32 = 3;
pub const CREATE_ALWAYS: u32 = 2;
pub const SYNCHRONIZE: u32 = 0x0010_0000;
pub const PROCESS_TERMINATE: u32 = 1;
pub const REG_DWORD: u32 = 4;
pub const REG_QWORD: u32 = 11;
pub const KEY_READ: u32 = 0x2_0019;
pub const HKEY_LOCAL_MACHINE: HKEY = -2147483646i32 as _;
pub const SC_MANAGER_CONNECT: u32 = 1;
pub const SERVICE_QUERY_STATUS: u32 = 4;
pub const SERVICE_RUNNING: u32 = 4;
pub const SC_STATUS_PROCESS_INFO: i32 = 0;
pub const SERVICE_CONTROL_STOP: u32 = 1;
pub const SERVICE_CONTROL_PAUSE: u32 = 2;
pub const SERVICE_CONTROL_INTERROGATE: u32 = 4;
pub const TH32CS_SNAPPROCESS: u32 = 2;
pub const CLSCTX_ALL: u32 = 23;

pub const CLRES_VERSION_V1_00: u32 = 0x100;
pub const CLRES_VERSION_V2_00: u32 = 0x200;
pub const CLRES_VERSION_V3_00: u32 = 0x300;
pub const CLRES_VERSION_V4_00: u32 = 0x400;
pub const CLUSTER_RESOURCE_ONLINE: i32 = 2;
pub const CLUSCTL_RESOURCE_GET_CHARACTERISTICS: i32 = 0x0100_0005;
pub const CLUSCTL_RESOURCE_ADD_REGISTRY_CHECKPOINT: i32 = 0x0140_00A2;
pub const CLUSCTL_RESOURCE_GET_REGISTRY_CHECKPOINTS: i32 = 0x0100_00A9;
pub const CLUSCTL_GROUP_GET_FLAGS: i32 = 0x0300_0009;

pub const CLUSPROP_FORMAT_DWORD: u32 = 2;
pub const MEM_COMMIT: u32 = 0x1000;
pub const MEM_RELEASE: u32 = 0x8000;
pub const PAGE_READWRITE: u32 = 4;

/// As `windows_sys::w!`.
#[macro_export]
macro_rules! w {
    ($text:literal) => {
        $crate::windows::wide($text)
    };
}
pub use w;

pub const CLUSREG_NAME_RES_LOOKS_ALIVE: PCWSTR = w!("LooksAlivePollInterval");
pub const CLUSREG_NAME_RES_IS_ALIVE: PCWSTR = w!("IsAlivePollInterval");

/// Stands in for the compile-time conversion of `w!`.
pub const fn wide(_text: &'static str) -> PCWSTR {
    null()
}

#[repr(C)]
pub union RESUTIL_PROPERTY_ITEM_0 {
    pub DefaultPtr: usize,
    pub Default: u32,
    pub lpDefault: *mut c_void,
}

#[repr(C)]
pub struct RESUTIL_PROPERTY_ITEM {
    pub Name: PWSTR,
    pub KeyName: PWSTR,
    pub Format: u32,
    pub Anonymous: RESUTIL_PROPERTY_ITEM_0,
    pub Minimum: u32,
    pub Maximum: u32,
    pub Flags: u32,
    pub Offset: u32,
}

unsafe impl Sync for RESUTIL_PROPERTY_ITEM {}

#[repr(C)]
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

#[repr(C)]
pub struct CLUS_WORKER {
    pub hThread: HANDLE,
    pub Terminate: BOOL,
}

#[repr(C)]
pub struct SRWLOCK {
    pub Ptr: *mut c_void,
}

#[repr(C)]
pub struct CONDITION_VARIABLE {
    pub Ptr: *mut c_void,
}

#[repr(C)]
pub struct SYNCHRONIZATION_BARRIER {
    pub Reserved: [usize; 5],
}

#[repr(C)]
pub struct OVERLAPPED {
    pub Internal: usize,
    pub InternalHigh: usize,
    pub Offset: u32,
    pub OffsetHigh: u32,
    pub hEvent: HANDLE,
}

#[repr(C)]
pub struct SOCKADDR {
    pub sa_family: u16,
    pub sa_data: [i8; 14],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct GUID {
    pub data1: u32,
    pub data2: u16,
    pub data3: u16,
    pub data4: [u8; 8],
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
pub type PCANCEL_ROUTINE = Option<unsafe extern "system" fn(*mut c_void, *mut c_void, u32) -> u32>;
pub type PSET_RESOURCE_STATUS_ROUTINE = Option<unsafe extern "system" fn(isize, *mut RESOURCE_STATUS) -> u32>;
pub type PLOG_EVENT_ROUTINE = Option<unsafe extern "system" fn(isize, u32, PCWSTR)>;
pub type PWORKER_START_ROUTINE = Option<unsafe extern "system" fn(*mut CLUS_WORKER, *mut c_void) -> u32>;
pub type LPTHREAD_START_ROUTINE = Option<unsafe extern "system" fn(*mut c_void) -> u32>;
pub type WAITORTIMERCALLBACK = Option<unsafe extern "system" fn(*mut c_void, bool)>;

#[repr(C)]
#[derive(Clone, Copy, Default)]
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
#[derive(Clone, Copy, Default)]
pub struct CLRES_V2_FUNCTIONS {
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
    pub Cancel: PCANCEL_ROUTINE,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct CLRES_V3_FUNCTIONS {
    pub Open: POPEN_ROUTINE,
    pub Close: PCLOSE_ROUTINE,
    pub Online: PONLINE_ROUTINE,
    pub Offline: POFFLINE_ROUTINE,
    pub Terminate: PTERMINATE_ROUTINE,
    pub LooksAlive: PLOOKS_ALIVE_ROUTINE,
    pub IsAlive: PIS_ALIVE_ROUTINE,
    pub Arbitrate: PARBITRATE_ROUTINE,
    pub Release: PRELEASE_ROUTINE,
    pub BeginResourceControl: PRESOURCE_CONTROL_ROUTINE,
    pub BeginResourceTypeControl: PRESOURCE_TYPE_CONTROL_ROUTINE,
    pub Cancel: PCANCEL_ROUTINE,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct CLRES_V4_FUNCTIONS {
    pub Open: POPEN_ROUTINE,
    pub Close: PCLOSE_ROUTINE,
    pub Online: PONLINE_ROUTINE,
    pub Offline: POFFLINE_ROUTINE,
    pub Terminate: PTERMINATE_ROUTINE,
    pub LooksAlive: PLOOKS_ALIVE_ROUTINE,
    pub IsAlive: PIS_ALIVE_ROUTINE,
    pub Arbitrate: PARBITRATE_ROUTINE,
    pub Release: PRELEASE_ROUTINE,
    pub BeginResourceControl: PRESOURCE_CONTROL_ROUTINE,
    pub BeginResourceTypeControl: PRESOURCE_TYPE_CONTROL_ROUTINE,
    pub Cancel: PCANCEL_ROUTINE,
    pub BeginResourceControlAsUser: PRESOURCE_CONTROL_ROUTINE,
    pub BeginResourceTypeControlAsUser: PRESOURCE_TYPE_CONTROL_ROUTINE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union CLRES_FUNCTION_TABLE_0 {
    pub V1Functions: CLRES_V1_FUNCTIONS,
    pub V2Functions: CLRES_V2_FUNCTIONS,
    pub V3Functions: CLRES_V3_FUNCTIONS,
    pub V4Functions: CLRES_V4_FUNCTIONS,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct CLRES_FUNCTION_TABLE {
    pub TableSize: u32,
    pub Version: u32,
    pub Anonymous: CLRES_FUNCTION_TABLE_0,
}

// Synchronisation, threads, processes
extern "system" {
    pub fn WaitForSingleObject(hhandle: HANDLE, dwmilliseconds: u32) -> WAIT_EVENT;
    pub fn WaitForSingleObjectEx(hhandle: HANDLE, dwmilliseconds: u32, balertable: BOOL) -> WAIT_EVENT;
    pub fn WaitForMultipleObjects(ncount: u32, lphandles: *const HANDLE, bwaitall: BOOL, dwmilliseconds: u32) -> WAIT_EVENT;
    pub fn WaitForMultipleObjectsEx(
        ncount: u32,
        lphandles: *const HANDLE,
        bwaitall: BOOL,
        dwmilliseconds: u32,
        balertable: BOOL,
    ) -> WAIT_EVENT;
    pub fn MsgWaitForMultipleObjects(
        ncount: u32,
        phandles: *const HANDLE,
        fwaitall: BOOL,
        dwmilliseconds: u32,
        dwwakemask: u32,
    ) -> WAIT_EVENT;
    pub fn MsgWaitForMultipleObjectsEx(
        ncount: u32,
        phandles: *const HANDLE,
        dwmilliseconds: u32,
        dwwakemask: u32,
        dwflags: u32,
    ) -> WAIT_EVENT;
    pub fn SignalObjectAndWait(hobjecttosignal: HANDLE, hobjecttowaiton: HANDLE, dwmilliseconds: u32, balertable: BOOL) -> WAIT_EVENT;
    pub fn WaitOnAddress(address: *const c_void, compareaddress: *const c_void, addresssize: usize, dwmilliseconds: u32) -> BOOL;
    pub fn EnterSynchronizationBarrier(lpbarrier: *mut SYNCHRONIZATION_BARRIER, dwflags: u32) -> BOOL;
    pub fn SleepConditionVariableSRW(cv: *mut CONDITION_VARIABLE, lock: *mut SRWLOCK, dwmilliseconds: u32, flags: u32) -> BOOL;
    pub fn TryAcquireSRWLockShared(srwlock: *mut SRWLOCK) -> bool;
    pub fn ReleaseSRWLockShared(srwlock: *mut SRWLOCK);
    pub fn WaitForThreadpoolWorkCallbacks(pwk: isize, fcancelpendingcallbacks: BOOL);
    pub fn WaitForInputIdle(hprocess: HANDLE, dwmilliseconds: u32) -> u32;
    pub fn Sleep(dwmilliseconds: u32);
    pub fn SleepEx(dwmilliseconds: u32, balertable: BOOL) -> u32;
    pub fn SwitchToThread() -> BOOL;
    pub fn SetEvent(hevent: HANDLE) -> BOOL;
    pub fn OpenEventW(dwdesiredaccess: u32, binherithandle: BOOL, lpname: PCWSTR) -> HANDLE;
    pub fn OpenMutexW(dwdesiredaccess: u32, binherithandle: BOOL, lpname: PCWSTR) -> HANDLE;
    pub fn ReleaseMutex(hmutex: HANDLE) -> BOOL;
    pub fn CloseHandle(hobject: HANDLE) -> BOOL;
    pub fn GetExitCodeProcess(hprocess: HANDLE, lpexitcode: *mut u32) -> BOOL;
    pub fn GetExitCodeThread(hthread: HANDLE, lpexitcode: *mut u32) -> BOOL;
    pub fn OpenProcess(dwdesiredaccess: u32, binherithandle: BOOL, dwprocessid: u32) -> HANDLE;
    pub fn TerminateProcess(hprocess: HANDLE, uexitcode: u32) -> BOOL;
    pub fn CreateProcessW(
        lpapplicationname: PCWSTR,
        lpcommandline: PWSTR,
        lpprocessattributes: *const c_void,
        lpthreadattributes: *const c_void,
        binherithandles: BOOL,
        dwcreationflags: u32,
        lpenvironment: *const c_void,
        lpcurrentdirectory: PCWSTR,
        lpstartupinfo: *const c_void,
        lpprocessinformation: *mut c_void,
    ) -> BOOL;
    pub fn CreateThread(
        lpthreadattributes: *const c_void,
        dwstacksize: usize,
        lpstartaddress: LPTHREAD_START_ROUTINE,
        lpparameter: *const c_void,
        dwcreationflags: u32,
        lpthreadid: *mut u32,
    ) -> HANDLE;
    pub fn QueueUserWorkItem(function: LPTHREAD_START_ROUTINE, context: *const c_void, flags: u32) -> BOOL;
    pub fn RegisterWaitForSingleObject(
        phnewwaitobject: *mut HANDLE,
        hobject: HANDLE,
        callback: WAITORTIMERCALLBACK,
        context: *const c_void,
        dwmilliseconds: u32,
        dwflags: u32,
    ) -> BOOL;
    pub fn GetTickCount64() -> u64;
    pub fn GetLastError() -> u32;
    pub fn GetQueuedCompletionStatus(
        completionport: HANDLE,
        bytes: *mut u32,
        key: *mut usize,
        overlapped: *mut *mut OVERLAPPED,
        dwmilliseconds: u32,
    ) -> BOOL;
    pub fn GetOverlappedResult(hfile: HANDLE, overlapped: *const OVERLAPPED, bytes: *mut u32, bwait: BOOL) -> BOOL;
    pub fn CreateToolhelp32Snapshot(dwflags: u32, th32processid: u32) -> HANDLE;
    pub fn EnumProcesses(lpidprocess: *mut u32, cb: u32, lpcbneeded: *mut u32) -> BOOL;
    pub fn LoadLibraryW(lplibfilename: PCWSTR) -> HMODULE;
    pub fn SendMessageW(hwnd: HWND, msg: u32, wparam: usize, lparam: isize) -> isize;
}

// Files, pipes, devices
extern "system" {
    pub fn CreateFileW(
        lpfilename: PCWSTR,
        dwdesiredaccess: u32,
        dwsharemode: u32,
        lpsecurityattributes: *const c_void,
        dwcreationdisposition: u32,
        dwflagsandattributes: u32,
        htemplatefile: HANDLE,
    ) -> HANDLE;
    pub fn ReadFile(
        hfile: HANDLE,
        lpbuffer: *mut u8,
        nnumberofbytestoread: u32,
        lpnumberofbytesread: *mut u32,
        lpoverlapped: *mut OVERLAPPED,
    ) -> BOOL;
    pub fn WriteFile(
        hfile: HANDLE,
        lpbuffer: *const u8,
        nnumberofbytestowrite: u32,
        lpnumberofbyteswritten: *mut u32,
        lpoverlapped: *mut OVERLAPPED,
    ) -> BOOL;
    pub fn GetFileAttributesW(lpfilename: PCWSTR) -> u32;
    pub fn DeleteFileW(lpfilename: PCWSTR) -> BOOL;
    pub fn CreateDirectoryW(lppathname: PCWSTR, lpsecurityattributes: *const c_void) -> BOOL;
    pub fn FindFirstFileW(lpfilename: PCWSTR, lpfindfiledata: *mut c_void) -> HANDLE;
    pub fn DeviceIoControl(
        hdevice: HANDLE,
        dwiocontrolcode: u32,
        lpinbuffer: *const c_void,
        ninbuffersize: u32,
        lpoutbuffer: *mut c_void,
        noutbuffersize: u32,
        lpbytesreturned: *mut u32,
        lpoverlapped: *mut OVERLAPPED,
    ) -> BOOL;
    pub fn WaitNamedPipeW(lpnamedpipename: PCWSTR, ntimeout: u32) -> BOOL;
    pub fn ConnectNamedPipe(hnamedpipe: HANDLE, lpoverlapped: *mut OVERLAPPED) -> BOOL;
}

// Services
extern "system" {
    pub fn OpenSCManagerW(lpmachinename: PCWSTR, lpdatabasename: PCWSTR, dwdesiredaccess: u32) -> SC_HANDLE;
    pub fn OpenServiceW(hscmanager: SC_HANDLE, lpservicename: PCWSTR, dwdesiredaccess: u32) -> SC_HANDLE;
    pub fn QueryServiceStatus(hservice: SC_HANDLE, lpservicestatus: *mut SERVICE_STATUS) -> BOOL;
    pub fn QueryServiceStatusEx(hservice: SC_HANDLE, infolevel: i32, lpbuffer: *mut u8, cbbufsize: u32, pcbbytesneeded: *mut u32) -> BOOL;
    pub fn StartServiceW(hservice: SC_HANDLE, dwnumserviceargs: u32, lpserviceargvectors: *const PCWSTR) -> BOOL;
    pub fn ControlService(hservice: SC_HANDLE, dwcontrol: u32, lpservicestatus: *mut SERVICE_STATUS) -> BOOL;
    pub fn CloseServiceHandle(hscobject: SC_HANDLE) -> BOOL;
    pub fn DeleteService(hservice: SC_HANDLE) -> BOOL;
}

// Registry
extern "system" {
    pub fn RegOpenKeyExW(hkey: HKEY, lpsubkey: PCWSTR, uloptions: u32, samdesired: u32, phkresult: *mut HKEY) -> u32;
    pub fn RegCloseKey(hkey: HKEY) -> u32;
    pub fn RegQueryValueExW(
        hkey: HKEY,
        lpvaluename: PCWSTR,
        lpreserved: *const u32,
        lptype: *mut u32,
        lpdata: *mut u8,
        lpcbdata: *mut u32,
    ) -> u32;
    pub fn RegSetValueExW(hkey: HKEY, lpvaluename: PCWSTR, reserved: u32, dwtype: u32, lpdata: *const u8, cbdata: u32) -> u32;
    pub fn RegDeleteValueW(hkey: HKEY, lpvaluename: PCWSTR) -> u32;
    pub fn RegNotifyChangeKeyValue(hkey: HKEY, bwatchsubtree: BOOL, dwnotifyfilter: u32, hevent: HANDLE, fasynchronous: BOOL) -> u32;
}

// Memory
extern "system" {
    pub fn GetProcessHeap() -> HANDLE;
    pub fn HeapAlloc(hheap: HANDLE, dwflags: u32, dwbytes: usize) -> *mut c_void;
    pub fn HeapReAlloc(hheap: HANDLE, dwflags: u32, lpmem: *const c_void, dwbytes: usize) -> *mut c_void;
    pub fn HeapFree(hheap: HANDLE, dwflags: u32, lpmem: *const c_void) -> BOOL;
    pub fn VirtualAlloc(lpaddress: *const c_void, dwsize: usize, flallocationtype: u32, flprotect: u32) -> *mut c_void;
    pub fn VirtualFree(lpaddress: *mut c_void, dwsize: usize, dwfreetype: u32) -> BOOL;
}

// Network, COM, databases
extern "system" {
    pub fn connect(s: SOCKET, name: *const SOCKADDR, namelen: i32) -> i32;
    pub fn recv(s: SOCKET, buf: *mut u8, len: i32, flags: i32) -> i32;
    pub fn getaddrinfo(pnodename: *const u8, pservicename: *const u8, phints: *const c_void, ppresult: *mut *mut c_void) -> i32;
    pub fn DnsQuery_W(
        pszname: PCWSTR,
        wtype: u16,
        options: u32,
        pextra: *mut c_void,
        ppqueryresults: *mut *mut c_void,
        preserved: *mut *mut c_void,
    ) -> u32;
    pub fn IcmpSendEcho(
        icmphandle: HANDLE,
        destinationaddress: u32,
        requestdata: *const c_void,
        requestsize: u16,
        requestoptions: *const c_void,
        replybuffer: *mut c_void,
        replysize: u32,
        timeout: u32,
    ) -> u32;
    pub fn WSAPoll(fdarray: *mut c_void, fds: u32, timeout: i32) -> i32;
    pub fn WinHttpSendRequest(
        hrequest: *mut c_void,
        lpszheaders: PCWSTR,
        dwheaderslength: u32,
        lpoptional: *const c_void,
        dwoptionallength: u32,
        dwtotallength: u32,
        dwcontext: usize,
    ) -> BOOL;
    pub fn WinHttpReceiveResponse(hrequest: *mut c_void, lpreserved: *mut c_void) -> BOOL;
    pub fn NetShareGetInfo(servername: PCWSTR, netname: PCWSTR, level: u32, bufptr: *mut *mut u8) -> u32;
    pub fn NetShareDel(servername: PCWSTR, netname: PCWSTR, reserved: u32) -> u32;
    pub fn NetApiBufferFree(buffer: *const c_void) -> u32;
    pub fn CoCreateInstance(
        rclsid: *const GUID,
        punkouter: *mut c_void,
        dwclscontext: u32,
        riid: *const GUID,
        ppv: *mut *mut c_void,
    ) -> i32;
    pub fn SQLExecDirectW(hstmt: *mut c_void, statementtext: *const u16, textlength: i32) -> i16;
}

// The cluster
extern "system" {
    pub fn OpenCluster(lpszclustername: PCWSTR) -> HCLUSTER;
    pub fn GetClusterResourceState(
        hresource: HRESOURCE,
        lpsznodename: PWSTR,
        lpcchnodename: *mut u32,
        lpszgroupname: PWSTR,
        lpcchgroupname: *mut u32,
    ) -> i32;
    pub fn GetClusterGroupState(hgroup: HGROUP, lpsznodename: PWSTR, lpcchnodename: *mut u32) -> i32;
    pub fn OnlineClusterResource(hresource: HRESOURCE) -> u32;
    pub fn OfflineClusterResource(hresource: HRESOURCE) -> u32;
    pub fn FailClusterResource(hresource: HRESOURCE) -> u32;
    pub fn MoveClusterGroup(hgroup: HGROUP, hdestinationnode: HNODE) -> u32;
    pub fn ClusterResourceOpenEnum(hresource: HRESOURCE, dwtype: u32) -> HRESENUM;
    pub fn ClusterResourceControl(
        hresource: HRESOURCE,
        hhostnode: HNODE,
        dwcontrolcode: u32,
        lpinbuffer: *const c_void,
        cbinbuffersize: u32,
        lpoutbuffer: *mut c_void,
        cboutbuffersize: u32,
        lpcbbytesreturned: *mut u32,
    ) -> u32;
    pub fn ClusterGroupControl(
        hgroup: HGROUP,
        hhostnode: HNODE,
        dwcontrolcode: u32,
        lpinbuffer: *const c_void,
        ninbuffersize: u32,
        lpoutbuffer: *mut c_void,
        noutbuffersize: u32,
        lpbytesreturned: *mut u32,
    ) -> u32;
    pub fn ClusterRegQueryValue(hkey: HKEY, lpszvaluename: PCWSTR, lpdwvaluetype: *mut u32, lpdata: *mut u8, lpcbdata: *mut u32) -> i32;
    pub fn ClusterRegSetValue(hkey: HKEY, lpszvaluename: PCWSTR, dwtype: u32, lpdata: *const u8, cbdata: u32) -> u32;
    pub fn ClusterRegDeleteValue(hkey: HKEY, lpszvaluename: PCWSTR) -> u32;
    pub fn ResUtilVerifyService(hservice: SC_HANDLE) -> u32;
    pub fn ResUtilGetResourceDependency(hself: *mut c_void, lpszresourcetype: PCWSTR) -> HRESOURCE;
    pub fn ResUtilGetDwordValue(hkeycluster: HKEY, pszvaluename: PCWSTR, pdwoutvalue: *mut u32, dwdefaultvalue: u32) -> u32;
    pub fn ResUtilSetDwordValue(hkeycluster: HKEY, pszvaluename: PCWSTR, dwnewvalue: u32, pdwoutvalue: *mut u32) -> u32;
    pub fn ResUtilStopService(hservice: SC_HANDLE) -> u32;
    pub fn CreateClusterResourceType(
        hcluster: HCLUSTER,
        lpszresourcetypename: PCWSTR,
        lpszdisplayname: PCWSTR,
        lpszresourcetypedll: PCWSTR,
        dwlooksalivepollinterval: u32,
        dwisalivepollinterval: u32,
    ) -> u32;
    pub fn ClusWorkerCreate(lpworker: *mut CLUS_WORKER, lpstartaddress: PWORKER_START_ROUTINE, lpparameter: *mut c_void) -> u32;
    pub fn ClusWorkerCheckTerminate(lpworker: *const CLUS_WORKER) -> BOOL;
    pub fn ClusWorkerTerminate(lpworker: *const CLUS_WORKER);
    pub fn ClusWorkerTerminateEx(clusworker: *mut CLUS_WORKER, timeoutinmilliseconds: u32, waitonly: BOOL) -> u32;
}

/// A table of entry points: `table!(TABLE: looks_alive, terminate)`, further ones as `Open: open`.
#[macro_export]
macro_rules! table {
    ($name:ident: $looks_alive:path, $terminate:path $(, $role:ident: $other:path)* $(,)?) => {
        pub static $name: $crate::windows::CLRES_V1_FUNCTIONS = {
            const NONE: $crate::windows::CLRES_V1_FUNCTIONS = $crate::windows::CLRES_V1_FUNCTIONS {
                Open: None,
                Close: None,
                Online: None,
                Offline: None,
                Terminate: None,
                LooksAlive: None,
                IsAlive: None,
                Arbitrate: None,
                Release: None,
                ResourceControl: None,
                ResourceTypeControl: None,
            };
            $crate::windows::CLRES_V1_FUNCTIONS {
                LooksAlive: Some($looks_alive),
                Terminate: Some($terminate),
                $($role: Some($other),)*
                ..NONE
            }
        };
    };
}
pub use table;
