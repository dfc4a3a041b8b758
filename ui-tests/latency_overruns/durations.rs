//! A `Duration` in all the forms that can be evaluated: a little over 300 ms is over the budget, its twin, 300 ms or less, is not.
//@ bounds: TABLE=10395.335335ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::mpsc::Receiver;
use std::time::Duration;
use windows::*;

struct Instance {
    answers: Receiver<u32>,
    handle: HANDLE,
    flag: bool,
}

const LONG: Duration = Duration::from_millis(301);
const SHORT: Duration = Duration::from_millis(300);
const NONE: Option<Duration> = None;
const SOME: Option<Duration> = Some(LONG);

const fn seconds(tenths: u64) -> Duration {
    Duration::from_millis(tenths * 100)
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let answers = &instance.answers;
    let _ = answers.recv_timeout(Duration::from_secs(1)); //~ latency_overruns
    let _ = answers.recv_timeout(Duration::from_secs(0));
    let _ = answers.recv_timeout(Duration::from_millis(301)); //~ latency_overruns
    let _ = answers.recv_timeout(Duration::from_millis(300));
    let _ = answers.recv_timeout(Duration::from_micros(300_001)); //~ latency_overruns
    let _ = answers.recv_timeout(Duration::from_micros(300_000));
    let _ = answers.recv_timeout(Duration::from_nanos(300_000_001)); //~ latency_overruns
    let _ = answers.recv_timeout(Duration::from_nanos(300_000_000));
    let _ = answers.recv_timeout(Duration::new(0, 300_000_001)); //~ latency_overruns
    let _ = answers.recv_timeout(Duration::new(0, 300_000_000));
    let _ = answers.recv_timeout(Duration::ZERO);
    let _ = answers.recv_timeout(LONG); //~ latency_overruns
    let _ = answers.recv_timeout(SHORT);
    let _ = answers.recv_timeout(SHORT + Duration::from_micros(1)); //~ latency_overruns
    let _ = answers.recv_timeout(SHORT + Duration::ZERO);
    let _ = answers.recv_timeout(Duration::from_millis(151) * 2); //~ latency_overruns
    let _ = answers.recv_timeout(Duration::from_millis(150) * 2);
    let _ = answers.recv_timeout(2 * Duration::from_millis(151)); //~ latency_overruns
    let _ = answers.recv_timeout(2 * Duration::from_millis(150));
    let _ = answers.recv_timeout(Duration::from_secs(1) / 3); //~ latency_overruns
    let _ = answers.recv_timeout(Duration::from_secs(1) / 4);
    let _ = answers.recv_timeout(Duration::from_secs(1).saturating_sub(Duration::from_millis(699))); //~ latency_overruns
    let _ = answers.recv_timeout(Duration::from_secs(1).saturating_sub(Duration::from_millis(700)));
    let _ = answers.recv_timeout(Duration::from_secs(1).min(LONG)); //~ latency_overruns
    let _ = answers.recv_timeout(Duration::from_secs(1).min(SHORT));
    let _ = answers.recv_timeout(seconds(4)); //~ latency_overruns
    let _ = answers.recv_timeout(seconds(3));
    let _ = answers.recv_timeout(if instance.flag { LONG } else { Duration::ZERO }); //~ latency_overruns
    let _ = answers.recv_timeout(if instance.flag { SHORT } else { Duration::ZERO });
    let _ = answers.recv_timeout(SOME.unwrap_or(SHORT)); //~ latency_overruns
    let _ = answers.recv_timeout(NONE.unwrap_or(SHORT));
    if let Some(patience) = SOME {
        let _ = answers.recv_timeout(patience); //~ latency_overruns
    }
    WaitForSingleObject(instance.handle, LONG.as_millis() as u32); //~ latency_overruns
    WaitForSingleObject(instance.handle, SHORT.as_millis() as u32);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
