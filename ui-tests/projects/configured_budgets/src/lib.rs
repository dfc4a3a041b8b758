//! Budgets from the configuration: the package's 150 ms win over the workspace's 1 s; the limit of memory is the workspace's 1 KiB.
//@ bounds: OVER=151ms WITHIN=150ms ALLOCATING=0ms
//@ memory: OVER=0B WITHIN=0B ALLOCATING=2049B
#![allow(non_snake_case, non_camel_case_types)]
use core::ffi::c_void;
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// The functions that the Resource Monitor calls.
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
}

struct Instance {
    answers: Receiver<u32>,
}

impl Instance {
    fn answered(&self, milliseconds: u64) -> bool {
        self.answers.recv_timeout(Duration::from_millis(milliseconds)).is_ok()
    }
}

/// 100 ms + 51 ms = 151 ms.
unsafe extern "system" fn over(resource: *mut c_void) -> i32 { //~ latency_overruns
    let instance = &*(resource as *const Instance);
    (instance.answered(100) || instance.answered(51)) as i32
}

/// 100 ms + 50 ms = 150 ms.
unsafe extern "system" fn within(resource: *mut c_void) -> i32 {
    let instance = &*(resource as *const Instance);
    (instance.answered(100) || instance.answered(50)) as i32
}

unsafe extern "system" fn allocating(_resource: *mut c_void) -> i32 {
    let large: Vec<u8> = Vec::with_capacity(1025); //~ heavy_allocations
    let small: Vec<u8> = Vec::with_capacity(1024);
    (large.capacity() > small.capacity()) as i32
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static OVER: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(over), IsAlive: None };
pub static WITHIN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(within), IsAlive: None };
pub static ALLOCATING: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(allocating), IsAlive: None };
