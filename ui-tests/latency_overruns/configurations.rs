//! A configuration in a constant, a static or a field: options, enums, `const fn`, getters with defaults.
//@ bounds: A=210ms B=30ms C=70ms D=100ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
use std::time::Duration;
use std::sync::OnceLock;
#[derive(Clone, Debug)]
struct Config { timeout: Option<Duration>, retry: Retry, pause_ms: u64 }
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Retry { Never, Times(u32) }
const DEFAULT_TIMEOUT: Duration = Duration::from_millis(70);
impl Config {
    const fn strict() -> Self { Self { timeout: None, retry: Retry::Times(2), pause_ms: 5 } }
    fn timeout(&self) -> Duration { self.timeout.unwrap_or(DEFAULT_TIMEOUT) }
    fn timeout_ms(&self) -> u32 { u32::try_from(self.timeout().as_millis()).unwrap_or(u32::MAX) }
    fn tries(&self) -> u32 { match self.retry { Retry::Never => 1, Retry::Times(n) => n + 1 } }
}
static CONFIG: Config = Config::strict();
static LATE: OnceLock<Config> = OnceLock::new();
struct Ctx { h: HANDLE, config: Config }
impl Ctx { pub fn new(h: HANDLE) -> Self { Self { h, config: Config { timeout: Some(Duration::from_millis(30)), ..Config::strict() } } } }
unsafe extern "system" fn a(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    for _ in 0..CONFIG.tries() {
        if WaitForSingleObject(ctx.h, CONFIG.timeout_ms()) == WAIT_OBJECT_0 { return TRUE; }
    }
    FALSE
}
unsafe extern "system" fn b(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    (WaitForSingleObject(ctx.h, ctx.config.timeout.map_or(INFINITE, |t| t.as_millis() as u32)) == WAIT_OBJECT_0) as BOOL
}
unsafe extern "system" fn c(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let config = LATE.get_or_init(Config::strict);
    (WaitForSingleObject(ctx.h, config.timeout_ms()) == WAIT_OBJECT_0) as BOOL
}
unsafe extern "system" fn d(r: *mut c_void) -> BOOL {
    let ctx = &*(r as *const Ctx);
    let ms = if let Some(t) = ctx.config.timeout { t.as_millis() as u32 } else { 100 };
    (WaitForSingleObject(ctx.h, ms) == WAIT_OBJECT_0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static A: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(a), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static B: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(b), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static C: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(c), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static D: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(d), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
