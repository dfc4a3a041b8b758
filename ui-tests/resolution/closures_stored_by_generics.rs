//! A closure that a generic function stores is found where the object is called: by assignment, in a list, in a static, and
//! through another generic function. One that only a test that nobody calls would store is not.
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

type Check = Box<dyn Fn() -> bool + Send + Sync>;

struct Monitor {
    first: Option<Check>,
    default: Check,
    all: Vec<Check>,
}

impl Monitor {
    fn on(mut self, check: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.first = Some(Box::new(check));
        self
    }

    fn instead<F: Fn() -> bool + Send + Sync + 'static>(mut self, check: F) -> Self {
        self.default = Box::new(check);
        self
    }

    fn also<F>(&mut self, check: F)
    where
        F: Fn() -> bool + Send + Sync + 'static,
    {
        self.all.push(Box::new(check));
    }

    fn also_both(&mut self, one: impl Fn() -> bool + Send + Sync + 'static, other: fn() -> bool) {
        self.also(one);
        self.also(other);
    }
}

fn nap() -> bool {
    std::thread::sleep(Duration::from_millis(5)); //~ sleeps
    true
}

static MONITOR: LazyLock<Monitor> = LazyLock::new(|| {
    let mut monitor = Monitor { first: None, default: Box::new(|| true), all: Vec::new() }
        .on(|| {
            std::thread::sleep(Duration::from_millis(1)); //~ sleeps
            true
        })
        .instead(|| {
            std::thread::sleep(Duration::from_millis(2)); //~ sleeps
            true
        });
    monitor.also(|| {
        std::thread::sleep(Duration::from_millis(3)); //~ sleeps
        true
    });
    monitor.also_both(
        || {
            std::thread::sleep(Duration::from_millis(4)); //~ sleeps
            true
        },
        nap,
    );
    monitor
});

type Hook = Box<dyn FnMut(u8) -> bool + Send>;

static HOOK: Mutex<Option<Hook>> = Mutex::new(None);

pub fn install(hook: impl FnMut(u8) -> bool + Send + 'static) {
    *HOOK.lock().unwrap_or_else(|e| e.into_inner()) = Some(Box::new(hook));
}

unsafe extern "system" fn online(_resource: *mut c_void, _event: *mut HANDLE) -> u32 {
    install(|_| {
        std::thread::sleep(Duration::from_millis(6)); //~ sleeps
        true
    });
    // Handed to what runs it here, and stores nothing.
    ask(|| std::thread::sleep(Duration::from_secs(7)));
    0
}

fn ask(question: impl Fn()) {
    question();
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let first = MONITOR.first.as_ref().is_none_or(|check| check());
    let all = (MONITOR.default)() && MONITOR.all.iter().all(|check| check()); //~ unbounded_loops
    let hook = match HOOK.try_lock() {
        Ok(mut hook) => hook.as_mut().is_none_or(|hook| hook(1)),
        Err(_) => true,
    };
    BOOL::from(first && all && hook)
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: Some(online), Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive),
    IsAlive: None, Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
