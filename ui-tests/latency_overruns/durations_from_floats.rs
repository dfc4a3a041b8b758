//! Durations from fractions of a second. Their constructors can panic; `catch_unwind` runs its closure where it stands.
//@ bounds: TABLE=1871ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;
use std::time::Duration;
use windows::*;

struct Instance {
    answers: Receiver<u32>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let answers = &(*(resource as *const Instance)).answers;
    let waits = catch_unwind(AssertUnwindSafe(|| {
        let _ = answers.recv_timeout(Duration::from_secs_f64(0.301)); //~ latency_overruns
        let _ = answers.recv_timeout(Duration::from_secs_f64(0.25));
        let _ = answers.recv_timeout(Duration::from_secs_f32(0.5)); //~ latency_overruns
        let _ = answers.recv_timeout(Duration::from_secs_f32(0.25));
        let _ = answers.recv_timeout(Duration::from_millis(200).mul_f64(1.6)); //~ latency_overruns
        let _ = answers.recv_timeout(Duration::from_millis(200).mul_f64(1.25));
    }));
    waits.is_ok() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
