//! Wherever on the path it stands: methods, closures, operators and conversions of one's own, `Drop`, macros.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::ops::Index;
use windows::*;

struct Table {
    rows: Vec<u32>,
}

impl Index<usize> for Table {
    type Output = u32;

    fn index(&self, at: usize) -> &u32 {
        self.rows.get(at).unwrap() //~ panics_across_ffi
    }
}

struct Lenient(u32);

impl Index<usize> for Lenient {
    type Output = u32;

    fn index(&self, _at: usize) -> &u32 {
        &self.0
    }
}

struct Checked;

impl Drop for Checked {
    fn drop(&mut self) {
        assert!(!std::thread::panicking()); //~ panics_across_ffi
    }
}

macro_rules! required {
    ($value:expr) => {
        $value.unwrap() //~ panics_across_ffi
    };
}

struct Instance {
    table: Table,
    lenient: Lenient,
    answer: Option<u32>,
}

impl From<&Instance> for u32 {
    fn from(instance: &Instance) -> u32 {
        instance.answer.expect("answered") //~ panics_across_ffi
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let _checked = Checked;
    let row = instance.table[3] + instance.lenient[3];
    let converted: u32 = instance.into();
    let doubled = [1u32, 2].iter().map(|n| n + instance.answer.unwrap()).sum::<u32>(); //~ panics_across_ffi
    (row + converted + doubled + required!(instance.answer) > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
