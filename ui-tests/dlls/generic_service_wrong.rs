//! The generic service of the platform's own samples, ported letter by letter: the service's handle is closed and nulled in
//! `Terminate` and read in `LooksAlive`, the properties are guarded by nothing, a control code sets a flag that both read.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

const ERROR_INVALID_FUNCTION: u32 = 1;
const CLUSCTL_RESOURCE_SET_PRIVATE_PROPERTIES: u32 = 0x0140_0086;
const CLUSCTL_RESOURCE_DELETE: u32 = 0x0050_0006;
const SERVICE_ALL_ACCESS: u32 = 0xF01FF;

/// The private properties.
#[derive(Clone, Copy)]
struct Properties {
    service_name: PCWSTR,
    startup_parameters: PCWSTR,
    use_network_name: u32,
}

/// What the samples call the resource entry.
struct ServiceEntry {
    handle: isize,
    service: SC_HANDLE,
    process: HANDLE,
    pending: CLUS_WORKER,
    properties: Properties,
    online: bool,
    deleted: bool,
}

static mut LOG_EVENT: PLOG_EVENT_ROUTINE = None;
static mut MANAGER: SC_HANDLE = null_mut();

unsafe fn log(entry: *const ServiceEntry, text: PCWSTR) {
    if let Some(log) = LOG_EVENT {
        log((*entry).handle, 2, text);
    }
}

unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, handle: isize) -> *mut c_void {
    if MANAGER.is_null() {
        MANAGER = OpenSCManagerW(null(), null(), SC_MANAGER_CONNECT);
    }
    let entry = ServiceEntry {
        handle,
        service: null_mut(),
        process: null_mut(),
        pending: CLUS_WORKER { hThread: null_mut(), Terminate: FALSE },
        properties: Properties { service_name: null(), startup_parameters: null(), use_network_name: 0 },
        online: false,
        deleted: false,
    };
    Box::into_raw(Box::new(entry)) as *mut c_void
}

unsafe extern "system" fn close(resource: *mut c_void) {
    let entry = Box::from_raw(resource as *mut ServiceEntry);
    if !entry.service.is_null() {
        CloseServiceHandle(entry.service);
    }
}

unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    let entry = &mut *(resource as *mut ServiceEntry);
    entry.service = OpenServiceW(MANAGER, entry.properties.service_name, SERVICE_ALL_ACCESS);
    if entry.service.is_null() || StartServiceW(entry.service, 0, null()) == FALSE {
        return GetLastError();
    }
    entry.online = true;
    ERROR_SUCCESS
}

unsafe fn stop(entry: &mut ServiceEntry) {
    if !entry.service.is_null() {
        let mut status: SERVICE_STATUS = core::mem::zeroed();
        ControlService(entry.service, SERVICE_CONTROL_STOP, &mut status);
        CloseServiceHandle(entry.service);
        entry.service = null_mut();
    }
    if !entry.process.is_null() {
        TerminateProcess(entry.process, 1);
        CloseHandle(entry.process);
        entry.process = null_mut();
    }
    entry.online = false;
}

unsafe extern "system" fn offline(resource: *mut c_void) -> u32 {
    stop(&mut *(resource as *mut ServiceEntry));
    ERROR_SUCCESS
}

unsafe extern "system" fn terminate(resource: *mut c_void) {
    let entry = &mut *(resource as *mut ServiceEntry); //~ exclusive_context_borrows
    log(entry, w!("terminating"));
    entry.pending.Terminate = TRUE;
    stop(entry);
    entry.properties = Properties { service_name: null(), startup_parameters: null(), use_network_name: 0 };
}

unsafe fn check(entry: *mut ServiceEntry) -> BOOL {
    if (*entry).deleted || !(*entry).online { //~ unguarded_shared_state
        return FALSE;
    }
    if (*entry).properties.use_network_name != 0 && (*entry).properties.service_name.is_null() { //~ unguarded_shared_state
        log(entry, w!("no name"));
        return FALSE;
    }
    let mut status: SERVICE_STATUS = core::mem::zeroed();
    let service = (*entry).service; //~ unguarded_shared_state
    if QueryServiceStatus(service, &mut status) == FALSE { //~ use_after_terminate
        return FALSE;
    }
    (status.dwCurrentState == SERVICE_RUNNING && WaitForSingleObject((*entry).process, 0) == WAIT_TIMEOUT) as BOOL //~ unguarded_shared_state, use_after_terminate
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    check(resource as *mut ServiceEntry)
}

unsafe extern "system" fn is_alive(resource: *mut c_void) -> BOOL {
    check(resource as *mut ServiceEntry)
}

unsafe extern "system" fn resource_control(
    resource: *mut c_void,
    code: u32,
    input: *mut c_void,
    _input_size: u32,
    _output: *mut c_void,
    _output_size: u32,
    _returned: *mut u32,
) -> u32 {
    let entry = &mut *(resource as *mut ServiceEntry);
    match code {
        CLUSCTL_RESOURCE_SET_PRIVATE_PROPERTIES => {
            entry.properties = *(input as *const Properties);
            ERROR_SUCCESS
        }
        CLUSCTL_RESOURCE_DELETE => {
            entry.deleted = true;
            ERROR_SUCCESS
        }
        _ => ERROR_INVALID_FUNCTION,
    }
}

table!(TABLE: looks_alive, terminate, Open: open, Close: close, Online: online, Offline: offline, IsAlive: is_alive,
    ResourceControl: resource_control);

#[no_mangle]
pub unsafe extern "system" fn Startup(
    _resource_type: PCWSTR,
    _min_version: u32,
    _max_version: u32,
    _set_status: PSET_RESOURCE_STATUS_ROUTINE,
    log_event: PLOG_EVENT_ROUTINE,
    table: *mut *const CLRES_V1_FUNCTIONS,
) -> u32 {
    LOG_EVENT = log_event;
    *table = &TABLE;
    ERROR_SUCCESS
}
