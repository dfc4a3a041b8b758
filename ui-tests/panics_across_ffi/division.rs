//! Integer `/` and `%` by what is not constant can panic, at the operator.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::num::NonZeroU32;
use windows::*;

struct Instance {
    total: u32,
    count: u32,
    rate: f64,
    parts: NonZeroU32,
}

const PARTS: u32 = 4;

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut sum = instance.total / instance.count; //~ panics_across_ffi
    sum += instance.total % instance.count; //~ panics_across_ffi
    sum /= instance.count; //~ panics_across_ffi
    sum %= instance.count; //~ panics_across_ffi
    sum += instance.total / 2 + instance.total % 3 + instance.total / PARTS + instance.total / (PARTS * 2);
    sum += instance.total / instance.parts;
    sum += instance.total.checked_div(instance.count).unwrap_or(0) + instance.total.checked_rem(instance.count).unwrap_or(0);
    let rate = instance.rate / instance.count as f64;
    (sum > 0 && rate > 0.0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
