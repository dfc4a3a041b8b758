//! A Windows service, through a handle that is closed when it is dropped.

use crate::bindings::*;

pub struct Service {
    handle: SC_HANDLE,
}

// A handle of the service control manager may be used by every thread.
unsafe impl Send for Service {}
unsafe impl Sync for Service {}

impl Service {
    /// Opens a service of this machine.
    pub fn open(name: &str) -> Option<Service> {
        let name: Vec<u16> = name.encode_utf16().chain([0]).collect();
        let manager = unsafe { OpenSCManagerW(null(), null(), SC_MANAGER_CONNECT) };
        if manager.is_null() {
            return None;
        }
        let access = SERVICE_QUERY_STATUS | SERVICE_START | SERVICE_STOP;
        let handle = unsafe { OpenServiceW(manager, name.as_ptr(), access) };
        unsafe { CloseServiceHandle(manager) };
        if handle.is_null() { None } else { Some(Service { handle }) }
    }

    /// The service control manager answers from its own memory: about as cheap as a question can be.
    pub fn is_running(&self) -> bool {
        let mut status = SERVICE_STATUS::default();
        let answered = unsafe { QueryServiceStatus(self.handle, &mut status) } != FALSE;
        answered && status.dwCurrentState == SERVICE_RUNNING
    }

    /// Starts the service. Blocks for up to 30 s while another service is busy.
    pub fn start(&self) -> bool {
        unsafe { StartServiceW(self.handle, 0, null()) != FALSE }
    }

    /// Stops the service. Blocks for up to 30 s while another service is busy.
    pub fn stop(&self) -> bool {
        let mut status = SERVICE_STATUS::default();
        unsafe { ControlService(self.handle, SERVICE_CONTROL_STOP, &mut status) != FALSE }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        unsafe { CloseServiceHandle(self.handle) };
    }
}
