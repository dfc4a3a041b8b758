//! What a runtime drives takes as long as it does; a timeout cuts short what is awaited in it, and not what blocks in it.
//@ bounds: CAPPED=120ms CAPPED_LATE=60ms CAPPED_BLOCK=90ms OPEN=none OPEN_FUTURE=none+10ms+unknown
#![allow(non_snake_case, non_camel_case_types)]
use core::ffi::c_void;
use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

/// The functions that the Resource Monitor calls.
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
}

static RUNTIME: OnceLock<Runtime> = OnceLock::new();
static TICK: Notify = Notify::const_new();

async fn ticked() -> bool {
    TICK.notified().await;
    true
}

async fn ticked_for_open() -> bool {
    TICK.notified().await; //~ unbounded_waits
    true
}

/// Two waits, of which neither can outlast its timeout, whatever they await.
unsafe extern "system" fn capped(_resource: *mut c_void) -> i32 {
    let Some(runtime) = RUNTIME.get() else { return 0 };
    let direct = runtime.block_on(async {
        timeout(Duration::from_millis(60), ticked()).await.is_ok()
    });
    let block = runtime.block_on(timeout(Duration::from_millis(60), async {
        loop {
            if ticked().await {
                sleep(Duration::from_secs(5)).await;
            }
        }
    }));
    (direct && block.is_ok()) as i32
}

/// The same, made before it is awaited.
unsafe extern "system" fn capped_late(_resource: *mut c_void) -> i32 {
    let Some(runtime) = RUNTIME.get() else { return 0 };
    runtime.block_on(async {
        let wait = timeout(Duration::from_millis(60), ticked());
        wait.await.is_ok()
    }) as i32
}

/// A thread that sleeps hears no timeout.
unsafe extern "system" fn capped_block(_resource: *mut c_void) -> i32 {
    let Some(runtime) = RUNTIME.get() else { return 0 };
    let slept = timeout(Duration::from_millis(60), async {
        std::thread::sleep(Duration::from_millis(30)); //~ sleeps
        ticked().await
    });
    runtime.block_on(slept).is_ok() as i32
}

unsafe extern "system" fn open(_resource: *mut c_void) -> i32 {
    let Some(runtime) = RUNTIME.get() else { return 0 };
    runtime.block_on(ticked_for_open()) as i32 //~ unbounded_waits
}

/// Ready when somebody wakes it.
struct Ready;

impl Future for Ready {
    type Output = bool;
    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<bool> {
        Poll::Pending
    }
}

unsafe extern "system" fn open_future(_resource: *mut c_void) -> i32 {
    let Some(runtime) = RUNTIME.get() else { return 0 };
    let answer = runtime.block_on(async { //~ unbounded_waits
        sleep(Duration::from_millis(10)).await; //~ sleeps
        Ready.await
    });
    answer as i32
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static CAPPED: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(capped), IsAlive: None };
pub static CAPPED_LATE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(capped_late), IsAlive: None };
pub static CAPPED_BLOCK: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(capped_block), IsAlive: None };
pub static OPEN: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(open), IsAlive: None };
pub static OPEN_FUTURE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(open_future), IsAlive: None };
