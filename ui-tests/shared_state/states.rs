//! States in enums behind one lock, guards that are mapped, returned, kept in structs; a lock as the whole instance.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;
use windows::*;

/// A machine's states with what each owns.
mod machine {
    use super::*;

    struct Process(HANDLE);
    unsafe impl Send for Process {}

    enum State {
        Offline,
        Pending { since: u64 },
        Online { process: Process, checks: u32 },
    }

    struct Instance {
        state: Mutex<State>,
    }

    fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        match &mut *lock(&instance.state) {
            State::Offline => FALSE,
            State::Pending { since } => (GetTickCount64() - *since < 60_000) as BOOL,
            State::Online { process, checks } => {
                *checks += 1;
                (WaitForSingleObject(process.0, 0) == WAIT_TIMEOUT) as BOOL
            }
        }
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = &*(resource as *const Instance);
        let old = mem::replace(&mut *lock(&instance.state), State::Offline);
        if let State::Online { process, checks } = old {
            TerminateProcess(process.0, checks);
            WaitForSingleObject(process.0, 30_000);
            CloseHandle(process.0);
        }
    }
}

/// The same, but what is asked is asked after the lock.
mod asked_later {
    use super::*;

    #[derive(Clone, Copy)]
    enum State {
        Offline,
        Online { process: HANDLE },
    }

    pub struct Instance {
        state: Mutex<State>,
    }

    impl Instance {
        fn snapshot(&self) -> State {
            *self.state.lock().unwrap_or_else(PoisonError::into_inner)
        }
    }

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        match instance.snapshot() {
            State::Offline => FALSE,
            State::Online { process } => (WaitForSingleObject(process, 0) == WAIT_TIMEOUT) as BOOL, //~ use_after_terminate
        }
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = &*(resource as *const Instance);
        let mut state = instance.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Online { process } = mem::replace(&mut *state, State::Offline) {
            CloseHandle(process);
        }
    }
}

/// The `RESID` is the lock.
mod lock_itself {
    use super::*;

    struct Inner {
        healthy: bool,
        history: Vec<bool>,
    }

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const RwLock<Inner>);
        let inner: RwLockReadGuard<'_, Inner> = match instance.read() {
            Ok(inner) => inner,
            Err(_) => return FALSE,
        };
        (inner.healthy && inner.history.iter().rev().take(3).any(|well| *well)) as BOOL
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = &*(resource as *const RwLock<Inner>);
        if let Ok(mut inner) = instance.write() {
            inner.healthy = false;
            inner.history.clear();
        }
    }
}

/// Work that a thread does, waited for with a limit below a second by whoever holds nothing.
mod monitor {
    use super::*;

    #[derive(Default)]
    struct Report {
        healthy: bool,
        done: bool,
    }

    #[derive(Default)]
    struct Monitor {
        report: Mutex<Report>,
        changed: Condvar,
    }

    struct Instance {
        monitor: Arc<Monitor>,
    }

    pub unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, _handle: isize) -> *mut c_void {
        let monitor = Arc::new(Monitor::default());
        let watched = Arc::clone(&monitor);
        std::thread::spawn(move || loop {
            let healthy = std::net::TcpStream::connect("server:80").is_ok();
            let mut report = watched.report.lock().unwrap_or_else(PoisonError::into_inner);
            report.healthy = healthy;
            if report.done {
                break;
            }
            let _ = watched.changed.wait_timeout(report, Duration::from_secs(5));
        });
        Box::into_raw(Box::new(Instance { monitor })) as *mut c_void
    }

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        instance.monitor.report.lock().is_ok_and(|report| report.healthy) as BOOL
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = &*(resource as *const Instance);
        if let Ok(mut report) = instance.monitor.report.lock() {
            report.done = true;
            report.healthy = false;
        }
        instance.monitor.changed.notify_all();
    }
}

/// The thread that `Open` starts, before the instance is one, holds the same lock over the network.
mod eager_monitor {
    use super::*;

    struct Instance {
        healthy: Arc<Mutex<bool>>,
    }

    fn watch(healthy: &Mutex<bool>) {
        loop {
            {
                let mut healthy = healthy.lock().unwrap_or_else(PoisonError::into_inner);
                *healthy = std::net::TcpStream::connect("server:80").is_ok();
            }
            std::thread::sleep(Duration::from_secs(1));
        }
    }

    pub unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, _handle: isize) -> *mut c_void {
        let healthy = Arc::new(Mutex::new(true));
        let watched = healthy.clone();
        std::thread::Builder::new().name("watch".into()).spawn(move || watch(&watched)).ok();
        let instance = Box::new(Instance { healthy });
        Box::into_raw(instance).cast()
    }

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let instance = &*(resource as *const Instance);
        let healthy = instance.healthy.lock().unwrap_or_else(PoisonError::into_inner); //~ contended_guards
        *healthy as BOOL
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let instance = &*(resource as *const Instance);
        *instance.healthy.lock().unwrap_or_else(PoisonError::into_inner) = false;
    }
}

table!(MACHINE: machine::looks_alive, machine::terminate);
table!(ASKED_LATER: asked_later::looks_alive, asked_later::terminate);
table!(LOCK_ITSELF: lock_itself::looks_alive, lock_itself::terminate);
table!(MONITOR: monitor::looks_alive, monitor::terminate, Open: monitor::open);
table!(EAGER: eager_monitor::looks_alive, eager_monitor::terminate, Open: eager_monitor::open);
