//! An initialiser runs where it is first asked for.
//@ bounds: TABLE=35ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::{LazyLock, Once, OnceLock};
use std::time::Duration;
use windows::*;

static LIMIT: OnceLock<u32> = OnceLock::new();
static READY: Once = Once::new();
static TABLE_OF_LIMITS: LazyLock<u32> = LazyLock::new(|| {
    std::thread::sleep(Duration::from_millis(10)); //~ sleeps
    3
});
static NEVER_ASKED: LazyLock<u32> = LazyLock::new(|| {
    std::thread::sleep(Duration::from_millis(11));
    4
});

pub fn elsewhere() -> u32 {
    *NEVER_ASKED
}

fn measured() -> u32 {
    std::thread::sleep(Duration::from_millis(12)); //~ sleeps
    5
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let limit = *LIMIT.get_or_init(measured);
    READY.call_once(|| std::thread::sleep(Duration::from_millis(13))); //~ sleeps
    let forced = *LazyLock::force(&TABLE_OF_LIMITS);
    (limit > forced) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
