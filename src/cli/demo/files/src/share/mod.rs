//! The share, ported from C: `LooksAlive` does what `IsAlive` does, and more.

mod probe;

use crate::bindings::*;
use crate::callbacks::log;
use crate::service::Service;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;

const SERVICE: &str = "ContosoShare";

/// One resource.
pub struct Share {
    handle: isize,
    resource: HRESOURCE,
    process: HANDLE,
    server: String,
    service: Mutex<Option<Service>>,
    beats: Mutex<Receiver<bool>>,
}

impl Share {
    fn new(handle: isize) -> Share {
        Share {
            handle,
            resource: null_mut(),
            process: unsafe { OpenProcess(0x0010_0000, FALSE, 4) },
            server: "fileserver".to_owned(),
            service: Mutex::new(Service::open(SERVICE)),
            beats: Mutex::new(probe::heart()),
        }
    }

    fn is_healthy(&self) -> bool {
        self.process_runs() && self.heart_beats() && self.is_online() && probe::reachable(&self.server) && self.service_runs()
    }

    /// Waits until the process ends. While the share is healthy, it does not.
    fn process_runs(&self) -> bool {
        unsafe { WaitForSingleObject(self.process, INFINITE) == WAIT_TIMEOUT }
    }

    /// Waits for the next beat.
    fn heart_beats(&self) -> bool {
        self.beats.lock().is_ok_and(|beats| beats.recv().unwrap_or(false))
    }

    /// Asks the cluster, which may be waiting for this very answer.
    fn is_online(&self) -> bool {
        let nothing = null_mut();
        let state = unsafe { GetClusterResourceState(self.resource, nothing, null_mut(), nothing, null_mut()) };
        state == CLUSTER_RESOURCE_ONLINE
    }

    /// Starts the service again, even while `Terminate` stops it.
    fn service_runs(&self) -> bool {
        self.service.lock().is_ok_and(|service| service.as_ref().is_some_and(|service| service.is_running() || service.start()))
    }
}

unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, handle: isize) -> *mut c_void {
    Box::into_raw(Box::new(Share::new(handle))) as *mut c_void
}

unsafe extern "system" fn close(resource: *mut c_void) {
    if !resource.is_null() {
        drop(unsafe { Box::from_raw(resource as *mut Share) });
    }
}

unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    let share = unsafe { &*(resource as *const Share) };
    if share.service_runs() { ERROR_SUCCESS } else { ERROR_RESOURCE_FAILED }
}

unsafe extern "system" fn offline(resource: *mut c_void) -> u32 {
    unsafe { terminate(resource) };
    ERROR_SUCCESS
}

/// Ends what `LooksAlive` uses, through a borrow that claims to be the only one.
unsafe extern "system" fn terminate(resource: *mut c_void) {
    let share = unsafe { &mut *(resource as *mut Share) };
    log(share.handle, "terminating the share");
    unsafe { CloseHandle(share.process) };
    share.process = null_mut();
    if let Ok(service) = share.service.lock() {
        if let Some(service) = service.as_ref() {
            service.stop();
        }
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let share = unsafe { &*(resource as *const Share) };
    share.is_healthy() as BOOL
}

unsafe extern "system" fn is_alive(resource: *mut c_void) -> BOOL {
    let share = unsafe { &*(resource as *const Share) };
    share.is_healthy() as BOOL
}

pub static TABLE: CLRES_FUNCTION_TABLE = CLRES_FUNCTION_TABLE {
    TableSize: size_of::<CLRES_V1_FUNCTIONS>() as u32,
    Version: CLRES_VERSION_V1_00,
    Anonymous: CLRES_FUNCTION_TABLE_0 {
        V1Functions: CLRES_V1_FUNCTIONS {
            Open: Some(open),
            Close: Some(close),
            Online: Some(online),
            Offline: Some(offline),
            Terminate: Some(terminate),
            LooksAlive: Some(looks_alive),
            IsAlive: Some(is_alive),
            Arbitrate: None,
            Release: None,
            ResourceControl: None,
            ResourceTypeControl: None,
        },
    },
};
