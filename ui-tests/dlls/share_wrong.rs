//! A whole resource DLL that keeps a file share and the service behind it online, as it should not be written: its check
//! does all the work itself. What it shares with `Terminate` is guarded; what is wrong is what it does and how long.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::OnceLock;
use windows::*;

const ERROR_INVALID_FUNCTION: u32 = 1;
const ERROR_RESOURCE_FAILED: u32 = 5038;

/// What the Resource Monitor hands over in `Startup`.
pub struct Callbacks {
    set_status: PSET_RESOURCE_STATUS_ROUTINE,
    log: PLOG_EVENT_ROUTINE,
}

static CALLBACKS: OnceLock<Callbacks> = OnceLock::new();

/// Handles of the service control manager.
mod service {
    use super::windows::*;

    pub struct Service {
        handle: SC_HANDLE,
    }

    unsafe impl Send for Service {}
    unsafe impl Sync for Service {}

    impl Service {
        pub fn open(name: PCWSTR) -> Option<Service> {
            let manager = unsafe { OpenSCManagerW(null(), null(), SC_MANAGER_CONNECT) };
            if manager.is_null() {
                return None;
            }
            let handle = unsafe { OpenServiceW(manager, name, SERVICE_QUERY_STATUS) };
            unsafe { CloseServiceHandle(manager) };
            if handle.is_null() { None } else { Some(Service { handle }) }
        }

        /// From the service control manager's memory: the one good question in this file.
        pub fn running(&self) -> bool {
            let mut status: SERVICE_STATUS = unsafe { core::mem::zeroed() };
            unsafe { QueryServiceStatus(self.handle, &mut status) != FALSE && status.dwCurrentState == SERVICE_RUNNING }
        }

        /// Asks the service itself, which may be busy.
        pub fn answers(&self) -> bool {
            let mut status: SERVICE_STATUS = unsafe { core::mem::zeroed() };
            unsafe { ControlService(self.handle, SERVICE_CONTROL_INTERROGATE, &mut status) != FALSE } //~ latency_overruns
        }

        /// Starts what Terminate may just be stopping.
        pub fn heal(&self) -> bool {
            let started = unsafe { StartServiceW(self.handle, 0, null()) != FALSE }; //~ mutating_health_checks, latency_overruns
            super::time::settle();
            started
        }

        pub fn stop(&self) {
            let mut status: SERVICE_STATUS = unsafe { core::mem::zeroed() };
            unsafe { ControlService(self.handle, SERVICE_CONTROL_STOP, &mut status) };
            super::time::settle();
        }

        pub fn close(&self) {
            unsafe { CloseServiceHandle(self.handle) };
        }
    }
}

/// Pauses.
mod time {
    use std::thread;
    use std::time::Duration;

    const SETTLE: Duration = Duration::from_millis(250);

    pub fn settle() {
        thread::sleep(SETTLE); //~ sleeps
    }

    /// Used by `Online` only.
    pub fn long_settle() {
        thread::sleep(SETTLE * 8);
    }
}

/// The share's files.
mod files {
    use std::fs;
    use std::io;
    use std::path::{Path, PathBuf};

    pub struct Share {
        root: PathBuf,
    }

    impl Share {
        pub fn new(server: &str, name: &str) -> Share {
            Share { root: PathBuf::from([r"\\", server, r"\", name].concat()) }
        }

        /// The directory of a share on a server that may be down.
        pub fn reachable(&self) -> bool {
            self.root.exists() && self.listed() //~ blocking_io
        }

        fn listed(&self) -> bool {
            fs::read_dir(&self.root).is_ok() //~ blocking_io
        }

        /// Writes a stamp at every poll.
        pub fn stamp(&self) -> io::Result<()> {
            fs::write(r"C:\ProgramData\Contoso\stamp", b"polled") //~ mutating_health_checks
        }
    }

    /// A local file: 25 ms, within the budget.
    pub fn configured() -> bool {
        Path::new(r"C:\ProgramData\Contoso\share.toml").exists()
    }
}

/// The server behind the share.
mod network {
    use std::io::{self, Read, Write};
    use std::net::{TcpStream, ToSocketAddrs};
    use std::time::Duration;

    pub trait Probe {
        fn probe(&self) -> io::Result<bool>;
    }

    pub struct Banner {
        pub host: String,
    }

    impl Probe for Banner {
        fn probe(&self) -> io::Result<bool> {
            let address = (self.host.as_str(), 445).to_socket_addrs()?.next(); //~ blocking_io
            let Some(address) = address else { return Ok(false) };
            let mut stream = TcpStream::connect(address)?; //~ blocking_io
            let mut banner = [0u8; 4];
            stream.write_all(b"ping")?; //~ blocking_io
            stream.read_exact(&mut banner)?; //~ blocking_io
            Ok(banner == *b"pong")
        }
    }

    pub struct Port {
        pub address: std::net::SocketAddr,
    }

    impl Probe for Port {
        fn probe(&self) -> io::Result<bool> {
            TcpStream::connect_timeout(&self.address, Duration::from_millis(50)).map(|_| true)
        }
    }

    pub fn all(probes: &[Box<dyn Probe + Send + Sync>; 2]) -> bool {
        probes.iter().all(|probe| probe.probe().unwrap_or(false))
    }
}

/// A worker that answers questions.
mod worker {
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
    use std::time::Duration;

    pub struct Worker {
        questions: Mutex<Sender<u32>>,
        answers: Mutex<Receiver<bool>>,
    }

    impl Worker {
        pub fn start() -> Worker {
            let (questions, asked) = channel::<u32>();
            let (answer, answers) = channel();
            let started = std::thread::Builder::new().spawn(move || {
                for _question in asked {
                    super::time::long_settle();
                    if answer.send(true).is_err() {
                        return;
                    }
                }
            });
            drop(started);
            Worker { questions: Mutex::new(questions), answers: Mutex::new(answers) }
        }

        /// Asks, and waits as long as it takes.
        pub fn ask(&self) -> Option<bool> {
            self.questions.lock().ok()?.send(1).ok()?;
            let answers = self.answers.lock().ok()?;
            answers.recv().ok() //~ unbounded_waits
        }

        /// Asks, and goes on without an answer after a while.
        pub fn ask_shortly(&self) -> Result<bool, RecvTimeoutError> {
            let answers = self.answers.lock().map_err(|_| RecvTimeoutError::Disconnected)?;
            answers.recv_timeout(Duration::from_millis(20))
        }
    }
}

use network::{Banner, Port, Probe};

/// One resource.
struct Instance {
    handle: isize,
    resource: HRESOURCE,
    process: HANDLE,
    parameters: HKEY,
    service: OnceLock<service::Service>,
    share: files::Share,
    probes: [Box<dyn Probe + Send + Sync>; 2],
    worker: worker::Worker,
}

impl Instance {
    fn new(handle: isize, parameters: HKEY) -> Instance {
        Instance {
            handle,
            resource: null_mut(),
            process: null_mut(),
            parameters,
            service: OnceLock::new(),
            share: files::Share::new("fileserver", "contoso"),
            probes: [
                Box::new(Banner { host: String::from("fileserver") }),
                Box::new(Port { address: std::net::SocketAddr::from(([127, 0, 0, 1], 445)) }),
            ],
            worker: worker::Worker::start(),
        }
    }

    fn service_healthy(&self) -> bool {
        let Some(service) = self.service.get() else { return false };
        service.running() && service.answers() || service.heal()
    }

    fn process_healthy(&self) -> bool {
        let ended = unsafe { WaitForSingleObject(self.process, INFINITE) }; //~ unbounded_waits
        ended == WAIT_TIMEOUT
    }

    fn process_looks_healthy(&self) -> bool {
        unsafe { WaitForSingleObject(self.process, 0) == WAIT_TIMEOUT }
    }

    fn cluster_agrees(&self) -> bool {
        let state = unsafe {
            GetClusterResourceState(self.resource, null_mut(), null_mut(), null_mut(), null_mut()) //~ cluster_api_calls
        };
        state == CLUSTER_RESOURCE_ONLINE
    }

    fn counted(&self) -> bool {
        let polls = 1u32;
        let data = &polls as *const u32 as *const u8;
        unsafe { RegSetValueExW(self.parameters, w!("Polls"), 0, REG_DWORD, data, 4) == ERROR_SUCCESS } //~ mutating_health_checks
    }

    fn log(&self, text: PCWSTR) {
        if let Some(log) = CALLBACKS.get().and_then(|callbacks| callbacks.log) {
            unsafe { log(self.handle, 0, text) };
        }
    }

    /// Everything, on the Resource Monitor's thread.
    fn healthy(&self) -> bool {
        self.log(w!("checking"));
        let cheap = self.process_looks_healthy() && files::configured() && self.counted();
        let answered = self.worker.ask_shortly().is_ok() || self.worker.ask().unwrap_or(false);
        cheap
            && answered
            && self.service_healthy()
            && self.share.reachable()
            && self.share.stamp().is_ok()
            && network::all(&self.probes)
            && self.process_healthy()
            && self.cluster_agrees()
    }

    unsafe fn of<'a>(resource: *mut c_void) -> Option<&'a Instance> {
        (resource as *const Instance).as_ref()
    }
}

unsafe extern "system" fn open(_name: PCWSTR, parameters: HKEY, handle: isize) -> *mut c_void {
    Box::into_raw(Box::new(Instance::new(handle, parameters))) as *mut c_void
}

unsafe extern "system" fn close(resource: *mut c_void) {
    if resource.is_null() {
        return;
    }
    let instance = Box::from_raw(resource as *mut Instance);
    if let Some(service) = instance.service.get() {
        service.close();
    }
}

unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    let Some(instance) = Instance::of(resource) else { return ERROR_RESOURCE_FAILED };
    let Some(service) = service::Service::open(w!("LanmanServer")) else { return ERROR_RESOURCE_FAILED };
    let _ = instance.service.set(service);
    time::long_settle();
    ERROR_SUCCESS
}

unsafe extern "system" fn offline(resource: *mut c_void) -> u32 {
    terminate(resource);
    ERROR_SUCCESS
}

unsafe extern "system" fn terminate(resource: *mut c_void) {
    let Some(instance) = Instance::of(resource) else { return };
    if let Some(service) = instance.service.get() {
        service.stop();
    }
    if let Some(set_status) = CALLBACKS.get().and_then(|callbacks| callbacks.set_status) {
        let mut status = RESOURCE_STATUS { ResourceState: 3, CheckPoint: 0, WaitHint: 0, EventHandle: null_mut() };
        set_status(instance.handle, &mut status);
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    match Instance::of(resource) {
        Some(instance) => instance.healthy() as BOOL,
        None => FALSE,
    }
}

unsafe extern "system" fn is_alive(resource: *mut c_void) -> BOOL {
    match Instance::of(resource) {
        Some(instance) => instance.process_looks_healthy() as BOOL,
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
    _returned: *mut u32,
) -> u32 {
    ERROR_INVALID_FUNCTION
}

pub static mut TABLE: CLRES_FUNCTION_TABLE = CLRES_FUNCTION_TABLE {
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
            ResourceTypeControl: None,
        },
    },
};

#[no_mangle]
pub unsafe extern "system" fn Startup(
    _resource_type: PCWSTR,
    _min_version: u32,
    _max_version: u32,
    set_status: PSET_RESOURCE_STATUS_ROUTINE,
    log: PLOG_EVENT_ROUTINE,
    table: *mut *mut CLRES_FUNCTION_TABLE,
) -> u32 {
    let _ = CALLBACKS.set(Callbacks { set_status, log });
    *table = core::ptr::addr_of_mut!(TABLE);
    ERROR_SUCCESS
}
