//! What a lazy static holds is what its initialiser makes, whoever looks at it first: durations, lists, sockets with their
//! timeouts. `OVER`: 200 ms + 101 ms; `WITHIN`: 200 ms + 100 ms.
//@ bounds: OVER=301ms WITHIN=300ms FORCED=150ms GIVEN=70ms NOT_SET=none TIMED=80ms CHANGED=0ms+unknown

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::UdpSocket;
use std::sync::{LazyLock, Mutex, OnceLock};
use std::time::Duration;
use windows::*;

struct Limits {
    process: Duration,
    thread: u32,
}

impl Limits {
    fn new(process: u64, thread: u32) -> Self {
        Limits { process: Duration::from_millis(process), thread }
    }
}

static LONG: LazyLock<Limits> = LazyLock::new(|| Limits::new(200, 101));
static SHORT: LazyLock<Limits> = LazyLock::new(short);
static PAUSE: LazyLock<Duration> = LazyLock::new(|| Duration::from_millis(50) * 3);
static ONCE: OnceLock<Duration> = OnceLock::new();
static LOCKED: LazyLock<Mutex<u32>> = LazyLock::new(|| Mutex::new(250));

fn short() -> Limits {
    Limits::new(200, 100)
}

struct Instance {
    process: HANDLE,
    thread: HANDLE,
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

unsafe fn waits(resource: *mut c_void, limits: &Limits) -> BOOL {
    WaitForSingleObject(of(resource).process, limits.process.as_millis() as u32);
    (WaitForSingleObject(of(resource).thread, limits.thread) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL { //~ latency_overruns
    waits(resource, &LONG)
}

unsafe extern "system" fn within(resource: *mut c_void) -> BOOL {
    waits(resource, &SHORT)
}

unsafe extern "system" fn forced(resource: *mut c_void) -> BOOL {
    let pause = *LazyLock::force(&PAUSE);
    WaitForSingleObject(of(resource).process, pause.as_millis() as u32) as BOOL
}

fn given() -> &'static Duration {
    ONCE.get_or_init(|| Duration::from_millis(70))
}

unsafe extern "system" fn once(resource: *mut c_void) -> BOOL {
    WaitForSingleObject(of(resource).process, given().as_millis() as u32) as BOOL
}

fn socket(timeout: Option<Duration>) -> Option<UdpSocket> {
    let socket = UdpSocket::bind("127.0.0.1:0").ok()?;
    socket.set_read_timeout(timeout).ok()?;
    Some(socket)
}

static NOT_TIMED: LazyLock<Option<UdpSocket>> = LazyLock::new(|| socket(None));
static IN_TIME: LazyLock<Option<UdpSocket>> = LazyLock::new(|| socket(Some(Duration::from_millis(80))));

unsafe extern "system" fn not_set(_resource: *mut c_void) -> BOOL {
    let mut answer = [0; 4];
    NOT_TIMED.as_ref().is_some_and(|socket| socket.recv(&mut answer).is_ok()) as BOOL //~ blocking_io
}

unsafe extern "system" fn timed(_resource: *mut c_void) -> BOOL {
    let mut answer = [0; 4];
    IN_TIME.as_ref().is_some_and(|socket| socket.recv(&mut answer).is_ok()) as BOOL
}

// What stands behind a lock may be something else by now.
unsafe extern "system" fn changed(resource: *mut c_void) -> BOOL {
    let Ok(timeout) = LOCKED.try_lock() else { return TRUE };
    WaitForSingleObject(of(resource).process, *timeout) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(OVER: over, terminate);
table!(WITHIN: within, terminate);
table!(FORCED: forced, terminate);
table!(GIVEN: once, terminate);
table!(NOT_SET: not_set, terminate);
table!(TIMED: timed, terminate);
table!(CHANGED: changed, terminate);
