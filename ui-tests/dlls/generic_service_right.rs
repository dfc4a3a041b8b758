//! The same service, repaired: the instance is only ever shared; what `Terminate` closes is taken out of its slot under the
//! lock that the checks use it under, the properties have a lock of their own, flags are atomics.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use windows::*;

const ERROR_INVALID_FUNCTION: u32 = 1;
const CLUSCTL_RESOURCE_SET_PRIVATE_PROPERTIES: u32 = 0x0140_0086;
const CLUSCTL_RESOURCE_DELETE: u32 = 0x0050_0006;
const SERVICE_ALL_ACCESS: u32 = 0xF01FF;

#[derive(Clone, Copy)]
struct Properties {
    service_name: PCWSTR,
    use_network_name: u32,
}

/// What is there while the resource is online.
struct Running {
    service: SC_HANDLE,
    process: HANDLE,
}

struct ServiceEntry {
    handle: isize,
    running: Mutex<Option<Running>>,
    properties: Mutex<Properties>,
    stopping: AtomicBool,
    deleted: AtomicBool,
}

struct Manager(SC_HANDLE);
unsafe impl Send for Manager {}
unsafe impl Sync for Manager {}

static LOG_EVENT: OnceLock<PLOG_EVENT_ROUTINE> = OnceLock::new();
static MANAGER: OnceLock<Manager> = OnceLock::new();

impl ServiceEntry {
    unsafe fn of<'a>(resource: *mut c_void) -> &'a ServiceEntry {
        &*(resource as *const ServiceEntry)
    }

    fn log(&self, text: PCWSTR) {
        if let Some(Some(log)) = LOG_EVENT.get() {
            unsafe { log(self.handle, 2, text) };
        }
    }

    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn properties(&self) -> Properties {
        *self.properties.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what runs away from the checks, then stops it without the lock.
    fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        let Some(running) = self.running().take() else { return };
        unsafe {
            let mut status: SERVICE_STATUS = core::mem::zeroed();
            ControlService(running.service, SERVICE_CONTROL_STOP, &mut status);
            CloseServiceHandle(running.service);
            TerminateProcess(running.process, 1);
            CloseHandle(running.process);
        }
    }

    fn check(&self) -> bool {
        if self.deleted.load(Ordering::Acquire) || self.stopping.load(Ordering::Acquire) {
            return false;
        }
        let properties = self.properties();
        if properties.use_network_name != 0 && properties.service_name.is_null() {
            self.log(w!("no name"));
            return false;
        }
        let Ok(running) = self.running.try_lock() else { return true };
        let Some(running) = running.as_ref() else { return false };
        unsafe {
            let mut status: SERVICE_STATUS = core::mem::zeroed();
            QueryServiceStatus(running.service, &mut status) != FALSE
                && status.dwCurrentState == SERVICE_RUNNING
                && WaitForSingleObject(running.process, 0) == WAIT_TIMEOUT
        }
    }
}

unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, handle: isize) -> *mut c_void {
    MANAGER.get_or_init(|| Manager(OpenSCManagerW(null(), null(), SC_MANAGER_CONNECT)));
    let entry = ServiceEntry {
        handle,
        running: Mutex::new(None),
        properties: Mutex::new(Properties { service_name: null(), use_network_name: 0 }),
        stopping: AtomicBool::new(false),
        deleted: AtomicBool::new(false),
    };
    Box::into_raw(Box::new(entry)) as *mut c_void
}

unsafe extern "system" fn close(resource: *mut c_void) {
    let entry = Box::from_raw(resource as *mut ServiceEntry);
    entry.stop();
}

unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    let entry = ServiceEntry::of(resource);
    let Some(manager) = MANAGER.get() else { return ERROR_INVALID_FUNCTION };
    let service = OpenServiceW(manager.0, entry.properties().service_name, SERVICE_ALL_ACCESS);
    if service.is_null() {
        return GetLastError();
    }
    entry.stopping.store(false, Ordering::Release);
    let replaced = entry.running().replace(Running { service, process: null_mut() });
    drop(replaced);
    ERROR_SUCCESS
}

unsafe extern "system" fn offline(resource: *mut c_void) -> u32 {
    ServiceEntry::of(resource).stop();
    ERROR_SUCCESS
}

unsafe extern "system" fn terminate(resource: *mut c_void) {
    let entry = ServiceEntry::of(resource);
    entry.log(w!("terminating"));
    entry.stop();
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    ServiceEntry::of(resource).check() as BOOL
}

unsafe extern "system" fn is_alive(resource: *mut c_void) -> BOOL {
    ServiceEntry::of(resource).check() as BOOL
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
    let entry = ServiceEntry::of(resource);
    match code {
        CLUSCTL_RESOURCE_SET_PRIVATE_PROPERTIES => {
            *entry.properties.lock().unwrap_or_else(PoisonError::into_inner) = *(input as *const Properties);
            ERROR_SUCCESS
        }
        CLUSCTL_RESOURCE_DELETE => {
            entry.deleted.store(true, Ordering::Release);
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
    let _ = LOG_EVENT.set(log_event);
    *table = &TABLE;
    ERROR_SUCCESS
}
