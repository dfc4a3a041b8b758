//! What one field holds says nothing of the others: a constant timeout beside a field that nobody can evaluate. `OVER`: 301 ms;
//! `WITHIN`: 300 ms.
//@ bounds: OVER=301ms WITHIN=300ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::collections::HashMap;
use windows::*;

struct Instance {
    timeout: u32,
    process: HANDLE,
    names: HashMap<String, String>,
    number: Option<u64>,
}

impl Instance {
    fn new(timeout: u32, number: &str) -> Self {
        let names = std::env::vars().collect();
        Self { timeout, process: HANDLE::default(), names, number: number.parse().ok() }
    }
}

struct Short {
    timeout: u32,
    process: HANDLE,
    number: Option<u64>,
}

impl Short {
    fn new(number: &str) -> Self {
        Self { timeout: 300, process: HANDLE::default(), number: number.parse().ok() }
    }
}

unsafe extern "system" fn open(_name: PCWSTR, _key: HKEY, _handle: isize) -> *mut c_void {
    let number = std::env::var("NUMBER").unwrap_or_default();
    Box::into_raw(Box::new(Instance::new(301, &number))) as *mut c_void
}

unsafe extern "system" fn open_short(_name: PCWSTR, _key: HKEY, _handle: isize) -> *mut c_void {
    let number = std::env::var("NUMBER").unwrap_or_default();
    Box::into_raw(Box::new(Short::new(&number))) as *mut c_void
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (WaitForSingleObject(instance.process, instance.timeout) == WAIT_TIMEOUT //~ latency_overruns
        && instance.number != Some(instance.names.len() as u64)) as BOOL
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Short);
    (WaitForSingleObject(instance.process, instance.timeout) == WAIT_TIMEOUT && instance.number != Some(1)) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: Some(open), Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(over), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Open: Some(open_short), LooksAlive: Some(within), ..OVER };
