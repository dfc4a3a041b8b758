//! The same job as the platform asks for: a thread of our own asks the slow questions, `LooksAlive` reads its last
//! answer, and what `Terminate` takes away is taken under a lock and ended outside it.

use core::ffi::c_void;
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::ffi::*;

/// One resource.
struct Bank {
    answers: Arc<AtomicBool>,
    online: Mutex<Option<Online>>,
}

/// What there is while the resource is online.
struct Online {
    service: ServiceHandle,
    process: Process,
    stop: Sender<()>,
    monitor: JoinHandle<()>,
}

/// A process handle that closes itself.
struct Process(HANDLE);

// A process handle may be used on any thread.
unsafe impl Send for Process {}

impl Process {
    /// Ask without waiting.
    fn runs(&self) -> bool {
        unsafe { WaitForSingleObject(self.0, 0) == WAIT_TIMEOUT }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        unsafe { CloseHandle(self.0) };
    }
}

/// Connects every few seconds for as long as nobody says stop.
fn monitor(answers: &AtomicBool, stop: &mpsc::Receiver<()>) {
    let address = SocketAddr::from(([127, 0, 0, 1], 7001));
    while let Err(RecvTimeoutError::Timeout) = stop.recv_timeout(Duration::from_secs(3)) {
        let connected = TcpStream::connect_timeout(&address, Duration::from_secs(2)).is_ok();
        answers.store(connected, Ordering::Release);
    }
}

impl Bank {
    /// The process runs and the monitor's last attempt succeeded.
    fn looks_alive(&self) -> bool {
        let Ok(online) = self.online.try_lock() else {
            // Somebody is changing the state; the last answer will do until the next poll.
            return self.answers.load(Ordering::Acquire);
        };
        online.as_ref().is_some_and(|online| online.process.runs())
            && self.answers.load(Ordering::Acquire)
    }

    /// As `looks_alive`, and the service control manager agrees.
    fn is_alive(&self) -> bool {
        let online = self.online.lock().unwrap_or_else(PoisonError::into_inner);
        let running = online
            .as_ref()
            .and_then(|online| online.service.status())
            .is_some_and(|s| s.dwCurrentState == SERVICE_RUNNING);
        running && self.answers.load(Ordering::Acquire)
    }

    fn bring_online(&self) -> Option<()> {
        let service = ServiceHandle::open(SERVICE_QUERY_STATUS | SERVICE_START | SERVICE_STOP)?;
        service.start();
        let process = Process(unsafe {
            OpenProcess(PROCESS_SYNCHRONIZE, FALSE, service.status()?.dwProcessId)
        });
        let (stop, stopped) = mpsc::channel();
        self.answers.store(true, Ordering::Release);
        let answers = Arc::clone(&self.answers);
        let monitor = std::thread::spawn(move || monitor(&answers, &stopped));
        *self.online.lock().unwrap_or_else(PoisonError::into_inner) = Some(Online {
            service,
            process,
            stop,
            monitor,
        });
        Some(())
    }

    /// Take under the lock, end outside it: `LooksAlive` never waits for the end.
    fn end(&self) {
        let taken = self
            .online
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(Online {
            service,
            process,
            stop,
            monitor,
        }) = taken
        {
            drop(stop);
            // The monitor ends with its next turn; nobody need wait for it.
            drop(monitor);
            service.stop();
            drop(process);
        }
    }
}

/// The resource behind a `RESID`.
///
/// # Safety
/// `resource` comes from `open` and has not been given to `close`.
unsafe fn bank<'r>(resource: RESID) -> &'r Bank {
    unsafe { &*(resource as *const Bank) }
}

unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, _handle: RESOURCE_HANDLE) -> RESID {
    Box::into_raw(Box::new(Bank {
        answers: Arc::default(),
        online: Mutex::new(None),
    }))
    .cast()
}

unsafe extern "system" fn close(resource: RESID) {
    drop(unsafe { Box::from_raw(resource.cast::<Bank>()) });
}

unsafe extern "system" fn online(resource: RESID, _event: *mut HANDLE) -> u32 {
    if unsafe { bank(resource) }.bring_online().is_some() {
        ERROR_SUCCESS
    } else {
        ERROR_SERVICE_NOT_ACTIVE
    }
}

unsafe extern "system" fn offline(resource: RESID) -> u32 {
    unsafe { bank(resource) }.end();
    ERROR_SUCCESS
}

unsafe extern "system" fn terminate(resource: RESID) {
    unsafe { bank(resource) }.end();
}

unsafe extern "system" fn looks_alive(resource: RESID) -> BOOL {
    BOOL::from(unsafe { bank(resource) }.looks_alive())
}

unsafe extern "system" fn is_alive(resource: RESID) -> BOOL {
    BOOL::from(unsafe { bank(resource) }.is_alive())
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

/// The entry points of "Checked bank (after)".
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
