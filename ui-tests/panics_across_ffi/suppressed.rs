//! Suppressed at the place, at a call on the path, and as a whole statement.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    answer: Option<u32>,
    rows: Vec<u32>,
}

impl Instance {
    fn answer(&self) -> u32 {
        self.answer.unwrap()
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    if instance.rows.is_empty() || instance.answer.is_none() {
        return FALSE;
    }
    let first = instance.rows[0]; // looksalive: allow(panics_across_ffi) -- not empty
    // looksalive: allow(panics_across_ffi) -- it is there, see above
    let answer = instance.answer();
    (first + answer > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
