//! Public crates whose bodies say less than their models: a request, a receiver, a future, a lock, an enumeration. Agents that are made when they
//! are first used have the timeouts that they are made with.
//@ bounds: TABLE=none IN_TIME=250ms WITHOUT_END=none
#![allow(non_snake_case, non_camel_case_types)]
use core::ffi::c_void;
use crossbeam_channel::Receiver;
use parking_lot::Mutex;
use std::sync::{LazyLock, OnceLock};
use std::time::Duration;

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

static AGENT: LazyLock<ureq::Agent> = LazyLock::new(|| ureq::AgentBuilder::new().timeout(Duration::from_millis(100)).build());
static PATIENT: LazyLock<ureq::Agent> = LazyLock::new(ureq::Agent::new);
static GIVEN: OnceLock<ureq::Agent> = OnceLock::new();

fn agent() -> &'static ureq::Agent {
    GIVEN.get_or_init(|| ureq::AgentBuilder::new().timeout(Duration::from_millis(150)).build())
}

unsafe extern "system" fn asks_in_time(_resource: *mut c_void) -> i32 {
    (AGENT.get("http://localhost/health").call().is_ok() && agent().get("http://localhost/health").call().is_ok()) as i32
}

unsafe extern "system" fn asks_without_end(_resource: *mut c_void) -> i32 {
    PATIENT.get("http://localhost/health").call().is_ok() as i32 //~ blocking_io
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None };

pub static IN_TIME: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(asks_in_time), IsAlive: None };

pub static WITHOUT_END: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(asks_without_end), IsAlive: None };
