//! A macro that is expanded deeper than the tool follows may do anything: it is counted. One that ends in time is not.
//@ args: -W unresolved_calls
#![recursion_limit = "512"]

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

macro_rules! deep {
    () => { std::thread::sleep(std::time::Duration::from_millis(1)); };
    ($first:ident $($rest:ident)*) => { deep!($($rest)*); }; //~ unresolved_calls
}

macro_rules! shallow {
    () => { std::thread::sleep(std::time::Duration::from_millis(2)); }; //~ sleeps
    ($first:ident $($rest:ident)*) => { shallow!($($rest)*); };
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    deep!(a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a);
    shallow!(a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
