//! The queue, as the platform asks for: `LooksAlive` loads two atomics.

mod monitor;

use crate::bindings::*;
use crate::callbacks::log;
use crate::service::Service;
use monitor::{Monitor, Sight};
use std::sync::{Arc, Mutex};

const SERVICE: &str = "ContosoQueue";

/// One resource. Entry points borrow it shared, since `Terminate` may run at the same time as the others.
struct Queue {
    handle: isize,
    sight: Arc<Sight>,
    running: Mutex<Option<Running>>,
}

/// What is there between `Online` and `Offline` or `Terminate`.
struct Running {
    service: Arc<Service>,
    monitor: Monitor,
}

impl Queue {
    unsafe fn of<'a>(resource: *mut c_void) -> Option<&'a Queue> {
        unsafe { (resource as *const Queue).as_ref() }
    }

    fn bring_online(&self) -> Option<()> {
        let service = Arc::new(Service::open(SERVICE)?);
        let monitor = Monitor::start(self.handle, service.clone(), self.sight.clone()).ok()?;
        *self.running.lock().ok()? = Some(Running { service, monitor });
        Some(())
    }

    /// Takes what runs out of its slot under the lock, and stops it without the lock: nobody waits for a long stop.
    fn stop(&self) {
        let running = match self.running.lock() {
            Ok(mut running) => running.take(),
            Err(poisoned) => poisoned.into_inner().take(),
        };
        if let Some(running) = running {
            running.monitor.stop();
            running.service.stop();
        }
    }
}

unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, handle: isize) -> *mut c_void {
    let queue = Queue { handle, sight: Arc::default(), running: Mutex::new(None) };
    Box::into_raw(Box::new(queue)) as *mut c_void
}

unsafe extern "system" fn close(resource: *mut c_void) {
    if !resource.is_null() {
        let queue = unsafe { Box::from_raw(resource as *mut Queue) };
        queue.stop();
    }
}

unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    let Some(queue) = (unsafe { Queue::of(resource) }) else { return ERROR_RESOURCE_FAILED };
    match queue.bring_online() {
        Some(()) => ERROR_IO_PENDING,
        None => {
            log(queue.handle, "the queue's service cannot be watched");
            ERROR_RESOURCE_FAILED
        }
    }
}

unsafe extern "system" fn offline(resource: *mut c_void) -> u32 {
    if let Some(queue) = unsafe { Queue::of(resource) } {
        queue.stop();
    }
    ERROR_SUCCESS
}

unsafe extern "system" fn terminate(resource: *mut c_void) {
    if let Some(queue) = unsafe { Queue::of(resource) } {
        queue.stop();
    }
}

/// Reports what the monitor saw, and that it saw it lately.
unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    match unsafe { Queue::of(resource) } {
        Some(queue) => queue.sight.is_good() as BOOL,
        None => FALSE,
    }
}

/// Asks the service control manager. Does not wait for the lock: whoever holds it is starting or stopping.
unsafe extern "system" fn is_alive(resource: *mut c_void) -> BOOL {
    let Some(queue) = (unsafe { Queue::of(resource) }) else { return FALSE };
    match queue.running.try_lock() {
        Ok(running) => running.as_ref().is_some_and(|running| running.service.is_running()) as BOOL,
        Err(_) => queue.sight.is_good() as BOOL,
    }
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
