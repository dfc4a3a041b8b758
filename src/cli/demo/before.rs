//! Written in a hurry: every shortcut that ends in a Resource Monitor that the cluster has to kill.

use core::ffi::c_void;
use std::net::TcpStream;
use std::sync::OnceLock;
use std::time::Duration;

use crate::ffi::*;

/// One resource.
struct Bank {
    handle: RESOURCE_HANDLE,
    service: Option<ServiceHandle>,
    process: HANDLE,
}

static SET_STATUS: OnceLock<PSET_RESOURCE_STATUS_ROUTINE> = OnceLock::new();

/// Keep the callback that `Startup` is given.
pub fn remember_status_routine(routine: PSET_RESOURCE_STATUS_ROUTINE) {
    let _ = SET_STATUS.set(routine);
}

impl Bank {
    /// The process behind the service has not ended.
    fn process_runs(&self) -> bool {
        // "It returns at once when the process is gone": and for ever when it is not.
        unsafe { WaitForSingleObject(self.process, INFINITE) != WAIT_OBJECT_0 }
    }

    /// The service answers.
    fn answers(&self) -> bool {
        for _ in 0..3 {
            if TcpStream::connect("bank.example.com:7001").is_ok() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        false
    }

    /// Try to help.
    fn heal(&self) -> bool {
        self.service.as_ref().is_some_and(|service| service.start())
    }
}

unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, handle: RESOURCE_HANDLE) -> RESID {
    Box::into_raw(Box::new(Bank {
        handle,
        service: None,
        process: core::ptr::null_mut(),
    }))
    .cast()
}

unsafe extern "system" fn close(resource: RESID) {
    drop(unsafe { Box::from_raw(resource.cast::<Bank>()) });
}

unsafe extern "system" fn online(resource: RESID, _event: *mut HANDLE) -> u32 {
    let bank = unsafe { &mut *(resource as *mut Bank) };
    let Some(service) = ServiceHandle::open(SERVICE_QUERY_STATUS | SERVICE_START | SERVICE_STOP)
    else {
        return ERROR_SERVICE_NOT_ACTIVE;
    };
    service.start();
    let id = service.status().map_or(0, |status| status.dwProcessId);
    bank.process = unsafe { OpenProcess(PROCESS_SYNCHRONIZE, FALSE, id) };
    bank.service = Some(service);
    ERROR_SUCCESS
}

unsafe extern "system" fn offline(resource: RESID) -> u32 {
    unsafe { terminate(resource) };
    ERROR_SUCCESS
}

unsafe extern "system" fn terminate(resource: RESID) {
    let bank = unsafe { &mut *(resource as *mut Bank) };
    if let Some(service) = bank.service.take() {
        service.stop();
    }
    unsafe { CloseHandle(bank.process) };
    bank.process = core::ptr::null_mut();
}

unsafe extern "system" fn looks_alive(resource: RESID) -> BOOL {
    let bank = unsafe { &*(resource as *const Bank) };
    let alive = (bank.process_runs() && bank.answers()) || bank.heal();
    if !alive {
        let mut status = RESOURCE_STATUS {
            ResourceState: 4,
            CheckPoint: 0,
            WaitHint: 0,
            EventHandle: core::ptr::null_mut(),
        };
        if let Some(Some(set_status)) = SET_STATUS.get() {
            unsafe { set_status(bank.handle, &raw mut status) };
        }
    }
    BOOL::from(alive)
}

unsafe extern "system" fn is_alive(resource: RESID) -> BOOL {
    unsafe { looks_alive(resource) }
}

unsafe extern "system" fn control(
    _resource: RESID,
    _code: u32,
    _input: *mut c_void,
    _input_size: u32,
    _output: *mut c_void,
    _output_size: u32,
    _returned: *mut u32,
) -> u32 {
    ERROR_INVALID_FUNCTION
}

/// The entry points of "Bank (before)".
pub static TABLE: CLRES_FUNCTION_TABLE = CLRES_FUNCTION_TABLE {
    TableSize: size_of::<CLRES_FUNCTION_TABLE>() as u32,
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
            ResourceControl: Some(control),
            ResourceTypeControl: None,
        },
    },
};
