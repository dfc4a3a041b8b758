//! A whole resource DLL that keeps a service online, as it should be written: a monitor thread looks at the service, the
//! checks report what it saw, and what `LooksAlive` shares with `Terminate` is atomic or guarded by a lock that nobody
//! holds for long.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;
use windows::*;

/// How often the monitor thread looks at the service.
const MONITOR_INTERVAL: Duration = Duration::from_secs(2);
/// How old the monitor's last answer may be, in milliseconds.
const STALE_AFTER_MS: u64 = 30_000;
/// How long the service may take to start, in milliseconds.
const START_PATIENCE_MS: u64 = 60_000;
const ERROR_INVALID_FUNCTION: u32 = 1;
const ERROR_RESOURCE_FAILED: u32 = 5038;
const ERROR_REVISION_MISMATCH: u32 = 1306;
const ERROR_CLUSTER_INVALID_REQUEST: u32 = 5048;
const STATE_ONLINE: i32 = 2;
const STATE_OFFLINE: i32 = 3;
const STATE_FAILED: i32 = 4;
const STATE_ONLINE_PENDING: i32 = 129;
const LOG_INFORMATION: u32 = 0;
const LOG_ERROR: u32 = 2;
const SERVICE_START: u32 = 0x10;
const SERVICE_STOP: u32 = 0x20;
const SERVICE_START_PENDING: u32 = 2;
const SERVICE_STOPPED: u32 = 1;

/// What the Resource Monitor hands over in `Startup`.
struct Callbacks {
    set_status: PSET_RESOURCE_STATUS_ROUTINE,
    log: PLOG_EVENT_ROUTINE,
}

static CALLBACKS: OnceLock<Callbacks> = OnceLock::new();

/// A handle of the service control manager or of a service, closed when it is dropped.
struct ScHandle(SC_HANDLE);

unsafe impl Send for ScHandle {}
unsafe impl Sync for ScHandle {}

impl ScHandle {
    fn manager() -> Option<ScHandle> {
        Self::checked(unsafe { OpenSCManagerW(null(), null(), SC_MANAGER_CONNECT) })
    }

    fn service(&self, name: PCWSTR) -> Option<ScHandle> {
        Self::checked(unsafe { OpenServiceW(self.0, name, SERVICE_QUERY_STATUS | SERVICE_START | SERVICE_STOP) })
    }

    fn checked(handle: SC_HANDLE) -> Option<ScHandle> {
        if handle.is_null() { None } else { Some(ScHandle(handle)) }
    }

    /// The state that the service last reported to the service control manager, which answers from memory.
    fn state(&self) -> Option<u32> {
        let mut status = SERVICE_STATUS {
            dwServiceType: 0,
            dwCurrentState: 0,
            dwControlsAccepted: 0,
            dwWin32ExitCode: 0,
            dwServiceSpecificExitCode: 0,
            dwCheckPoint: 0,
            dwWaitHint: 0,
        };
        let answered = unsafe { QueryServiceStatus(self.0, &mut status) } != FALSE;
        answered.then_some(status.dwCurrentState)
    }

    fn start(&self) -> bool {
        unsafe { StartServiceW(self.0, 0, null()) != FALSE }
    }

    fn stop(&self) -> bool {
        let mut status: SERVICE_STATUS = unsafe { core::mem::zeroed() };
        unsafe { ControlService(self.0, SERVICE_CONTROL_STOP, &mut status) != FALSE }
    }
}

impl Drop for ScHandle {
    fn drop(&mut self) {
        unsafe { CloseServiceHandle(self.0) };
    }
}

/// What the monitor thread and the entry points share.
struct Shared {
    /// The resource's state, as the cluster knows it.
    state: AtomicI32,
    /// What the monitor saw last.
    healthy: AtomicBool,
    /// When it saw it, in `GetTickCount64` milliseconds.
    seen_at: AtomicU64,
    /// Tells the monitor to end.
    stop: AtomicBool,
}

impl Shared {
    fn report(&self, healthy: bool) {
        self.healthy.store(healthy, Ordering::Release);
        self.seen_at.store(unsafe { GetTickCount64() }, Ordering::Release);
    }

    /// Whether the monitor saw a healthy service, and lately.
    fn looks_healthy(&self) -> bool {
        let age = unsafe { GetTickCount64() }.wrapping_sub(self.seen_at.load(Ordering::Acquire));
        age < STALE_AFTER_MS && self.healthy.load(Ordering::Acquire)
    }

    fn online(&self) -> bool {
        self.state.load(Ordering::Acquire) == STATE_ONLINE
    }
}

/// What is alive between `Online` and `Offline` or `Terminate`.
struct Running {
    service: Arc<ScHandle>,
    monitor: Option<JoinHandle<()>>,
}

/// One resource.
struct Instance {
    handle: isize,
    shared: Arc<Shared>,
    running: Mutex<Option<Running>>,
}

impl Instance {
    fn new(handle: isize) -> Instance {
        let shared = Shared {
            state: AtomicI32::new(STATE_OFFLINE),
            healthy: AtomicBool::new(false),
            seen_at: AtomicU64::new(0),
            stop: AtomicBool::new(false),
        };
        Instance { handle, shared: Arc::new(shared), running: Mutex::new(None) }
    }

    /// The instance behind the id that `Open` returned. Shared: `Terminate` may run at the same time.
    ///
    /// # Safety
    /// `resource` came from `Open` and was not closed.
    unsafe fn of<'a>(resource: *mut c_void) -> Option<&'a Instance> {
        (resource as *const Instance).as_ref()
    }

    fn log(&self, level: u32, text: PCWSTR) {
        log(self.handle, level, text);
    }

    fn bring_online(&self) -> bool {
        let Some(service) = ScHandle::manager().and_then(|manager| manager.service(w!("ContosoQueue"))) else {
            self.log(LOG_ERROR, w!("the service cannot be opened"));
            return false;
        };
        let service = Arc::new(service);
        self.shared.stop.store(false, Ordering::Release);
        self.shared.state.store(STATE_ONLINE_PENDING, Ordering::Release);
        let (handle, shared, watched) = (self.handle, self.shared.clone(), service.clone());
        let monitor = std::thread::Builder::new().spawn(move || monitor(handle, &shared, &watched));
        let Ok(monitor) = monitor else { return false };
        let replaced = match self.running.lock() {
            Ok(mut running) => running.replace(Running { service, monitor: Some(monitor) }),
            Err(_) => None,
        };
        drop(replaced);
        true
    }

    /// Takes what runs out of its slot first, and stops it without the lock.
    fn take_running(&self) -> Option<Running> {
        self.shared.stop.store(true, Ordering::Release);
        self.shared.healthy.store(false, Ordering::Release);
        self.shared.state.store(STATE_OFFLINE, Ordering::Release);
        match self.running.lock() {
            Ok(mut running) => running.take(),
            Err(poisoned) => poisoned.into_inner().take(),
        }
    }

    fn verified(&self) -> bool {
        let service = match self.running.try_lock() {
            Ok(running) => running.as_ref().map(|running| running.service.clone()),
            Err(_) => return self.shared.looks_healthy(),
        };
        service.is_some_and(|service| service.state() == Some(SERVICE_RUNNING))
    }
}

/// The monitor thread: starts the service, then looks at it until it is told to stop. It may take its time.
fn monitor(handle: isize, shared: &Shared, service: &ScHandle) {
    let started_at = unsafe { GetTickCount64() };
    if service.state() == Some(SERVICE_STOPPED) && !service.start() {
        log(handle, LOG_ERROR, w!("the service cannot be started"));
        set_status(handle, STATE_FAILED);
        return;
    }
    while service.state() == Some(SERVICE_START_PENDING) {
        if unsafe { GetTickCount64() } - started_at > START_PATIENCE_MS || shared.stop.load(Ordering::Acquire) {
            set_status(handle, STATE_FAILED);
            return;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    shared.report(service.state() == Some(SERVICE_RUNNING));
    shared.state.store(STATE_ONLINE, Ordering::Release);
    set_status(handle, STATE_ONLINE);
    while !shared.stop.load(Ordering::Acquire) {
        let healthy = service.state() == Some(SERVICE_RUNNING);
        if healthy != shared.healthy.load(Ordering::Acquire) {
            log(handle, LOG_INFORMATION, w!("the service's state changed"));
        }
        shared.report(healthy);
        std::thread::sleep(MONITOR_INTERVAL);
    }
}

fn log(handle: isize, level: u32, text: PCWSTR) {
    if let Some(log) = CALLBACKS.get().and_then(|callbacks| callbacks.log) {
        unsafe { log(handle, level, text) };
    }
}

/// Legal only while `Online` or `Offline` is pending.
fn set_status(handle: isize, state: i32) {
    let mut status = RESOURCE_STATUS { ResourceState: state, CheckPoint: 1, WaitHint: 0, EventHandle: null_mut() };
    if let Some(set_status) = CALLBACKS.get().and_then(|callbacks| callbacks.set_status) {
        unsafe { set_status(handle, &mut status) };
    }
}

unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, handle: isize) -> *mut c_void {
    Box::into_raw(Box::new(Instance::new(handle))) as *mut c_void
}

unsafe extern "system" fn close(resource: *mut c_void) {
    if resource.is_null() {
        return;
    }
    let instance = Box::from_raw(resource as *mut Instance);
    if let Some(running) = instance.take_running() {
        end(running);
    }
}

unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    match Instance::of(resource) {
        Some(instance) if instance.bring_online() => ERROR_IO_PENDING,
        Some(_) => ERROR_RESOURCE_FAILED,
        None => ERROR_CLUSTER_INVALID_REQUEST,
    }
}

unsafe extern "system" fn offline(resource: *mut c_void) -> u32 {
    let Some(instance) = Instance::of(resource) else { return ERROR_CLUSTER_INVALID_REQUEST };
    if let Some(running) = instance.take_running() {
        running.service.stop();
        end(running);
    }
    ERROR_SUCCESS
}

unsafe extern "system" fn terminate(resource: *mut c_void) {
    let Some(instance) = Instance::of(resource) else { return };
    if let Some(running) = instance.take_running() {
        running.service.stop();
        end(running);
    }
}

/// Ends the monitor thread. Waits for it, so nobody may hold a lock that a check takes.
fn end(mut running: Running) {
    if let Some(monitor) = running.monitor.take() {
        let _ = monitor.join();
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    match Instance::of(resource) {
        Some(instance) => (instance.shared.online() && instance.shared.looks_healthy()) as BOOL,
        None => FALSE,
    }
}

unsafe extern "system" fn is_alive(resource: *mut c_void) -> BOOL {
    match Instance::of(resource) {
        Some(instance) => instance.verified() as BOOL,
        None => FALSE,
    }
}

unsafe extern "system" fn resource_control(
    _resource: *mut c_void,
    _code: u32,
    _in: *mut c_void,
    _in_size: u32,
    _out: *mut c_void,
    _out_size: u32,
    returned: *mut u32,
) -> u32 {
    if !returned.is_null() {
        *returned = 0;
    }
    ERROR_INVALID_FUNCTION
}

unsafe extern "system" fn resource_type_control(
    _type_name: PCWSTR,
    _code: u32,
    _in: *mut c_void,
    _in_size: u32,
    _out: *mut c_void,
    _out_size: u32,
    returned: *mut u32,
) -> u32 {
    if !returned.is_null() {
        *returned = 0;
    }
    ERROR_INVALID_FUNCTION
}

pub static TABLE: CLRES_FUNCTION_TABLE = CLRES_FUNCTION_TABLE {
    TableSize: core::mem::size_of::<CLRES_V1_FUNCTIONS>() as u32,
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
            ResourceControl: Some(resource_control),
            ResourceTypeControl: Some(resource_type_control),
        },
    },
};

#[no_mangle]
pub unsafe extern "system" fn Startup(
    _resource_type: PCWSTR,
    min_version: u32,
    max_version: u32,
    set_status: PSET_RESOURCE_STATUS_ROUTINE,
    log: PLOG_EVENT_ROUTINE,
    table: *mut *const CLRES_FUNCTION_TABLE,
) -> u32 {
    if min_version > CLRES_VERSION_V1_00 || max_version < CLRES_VERSION_V1_00 {
        return ERROR_REVISION_MISMATCH;
    }
    let _ = CALLBACKS.set(Callbacks { set_status, log });
    *table = &TABLE;
    ERROR_SUCCESS
}
