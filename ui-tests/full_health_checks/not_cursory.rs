//! Whatever makes `IsAlive` more than cursory: a sleep, a place over the budget, memory, an endless wait, a loop without a bound.
//@ bounds: SLEEPING=1ms OVER_BUDGET=500ms READING=25ms ENDLESS=none LOOPING=none+1ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

struct Instance {
    handles: Vec<HANDLE>,
    process: HANDLE,
}

unsafe extern "system" fn sleeping(_resource: *mut c_void) -> BOOL {
    std::thread::sleep(Duration::from_millis(1)); //~ sleeps
    1
}

unsafe extern "system" fn over_budget(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (WaitForSingleObject(instance.process, 500) == WAIT_TIMEOUT) as BOOL //~ latency_overruns
}

unsafe extern "system" fn reading(_resource: *mut c_void) -> BOOL {
    std::fs::read(r"C:\ProgramData\Contoso\state").is_ok() as BOOL //~ heavy_allocations
}

unsafe extern "system" fn endless(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (WaitForSingleObject(instance.process, INFINITE) == WAIT_OBJECT_0) as BOOL //~ unbounded_waits
}

unsafe extern "system" fn looping(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    for handle in &instance.handles { //~ unbounded_loops
        WaitForSingleObject(*handle, 1);
    }
    1
}

unsafe extern "system" fn looks_sleeping(resource: *mut c_void) -> BOOL {
    sleeping(resource) //~ full_health_checks
}

unsafe extern "system" fn looks_over_budget(resource: *mut c_void) -> BOOL {
    over_budget(resource) //~ full_health_checks
}

unsafe extern "system" fn looks_reading(resource: *mut c_void) -> BOOL {
    reading(resource) //~ full_health_checks
}

unsafe extern "system" fn looks_endless(resource: *mut c_void) -> BOOL {
    endless(resource) //~ full_health_checks
}

unsafe extern "system" fn looks_looping(resource: *mut c_void) -> BOOL {
    looping(resource) //~ full_health_checks
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

const BASE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: None, IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static SLEEPING: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_sleeping), IsAlive: Some(sleeping), ..BASE };
pub static OVER_BUDGET: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_over_budget), IsAlive: Some(over_budget), ..BASE };
pub static READING: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_reading), IsAlive: Some(reading), ..BASE };
pub static ENDLESS: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_endless), IsAlive: Some(endless), ..BASE };
pub static LOOPING: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_looping), IsAlive: Some(looping), ..BASE };
