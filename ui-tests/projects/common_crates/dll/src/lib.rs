//! Public crates whose bodies say less than their models: a request, a receiver, a future, a lock, an enumeration.
#![allow(non_snake_case, non_camel_case_types)]
use core::ffi::c_void;
use crossbeam_channel::Receiver;
use parking_lot::Mutex;

/// The functions that the Resource Monitor calls.
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
}

struct Instance {
    answers: Receiver<bool>,
    healthy: Mutex<bool>,
}

impl Instance {
    fn asked(&self) -> bool {
        self.answers.try_recv().unwrap_or(false)
    }

    fn waited(&self) -> bool {
        self.answers.recv().unwrap_or(false) //~ unbounded_waits
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> i32 {
    let instance = &*(resource as *const Instance);
    let answered = ureq::get("http://localhost/health").call().is_ok(); //~ blocking_io
    let polled = futures::executor::block_on(async { true }); //~ unbounded_waits
    let tried = instance.healthy.try_lock().is_some();
    let mut system = sysinfo::System::new();
    system.refresh_processes(); //~ blocking_io
    (answered && polled && tried && instance.asked() && instance.waited()) as i32
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None };
