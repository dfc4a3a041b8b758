//! File modules inside inline modules stand in folders named after them.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

#[path = "inline_module_paths"]
mod outer {
    pub mod inner {
        pub mod pause;
    }

    #[path = "other_name.rs"]
    pub mod renamed;
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    outer::inner::pause::settle();
    outer::renamed::settle();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
