//! Timeouts as they are written in resource DLLs: enums that stand for milliseconds, constant generics, policies as traits, tables of
//! probes and of checks, states, builders that are constants, macros, closures that are called at once, back-off with a cap.
//@ bounds: ENUMS=300ms CONSTG=120ms ASSOC=90ms FNS=100ms STRUCTS=135ms STATES=200ms CONSTB=150ms MACROS=60ms TRYB=75ms CAP=230ms
#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::{Duration, Instant};
use windows::*;
#[allow(dead_code)]
struct Instance {
    h: HANDLE,
    g: HANDLE,
    all: [HANDLE; 3],
}
unsafe fn of<'a>(r: *mut c_void) -> &'a Instance {
    &*(r as *const Instance)
}
unsafe extern "system" fn terminate(_r: *mut c_void) {}

#[repr(u32)]
#[derive(Clone, Copy)]
enum Timeout {
    Short = 50,
    Long = 250,
}
struct Owned(HANDLE);
impl Owned {
    fn wait(&self, t: Timeout) -> bool {
        unsafe { WaitForSingleObject(self.0, t as u32) == WAIT_OBJECT_0 }
    }
}
impl Drop for Owned {
    fn drop(&mut self) {
        unsafe {
            CloseHandle(self.0);
        }
    }
}
unsafe extern "system" fn enums(r: *mut c_void) -> BOOL {
    let o = Owned(of(r).h);
    (o.wait(Timeout::Short) && o.wait(Timeout::Long)) as BOOL
}

fn probe<const FULL: bool, const MS: u32>(h: HANDLE) -> bool {
    unsafe {
        if FULL {
            WaitForSingleObject(h, MS * 10)
        } else {
            WaitForSingleObject(h, MS)
        };
    }
    true
}
unsafe extern "system" fn constg(r: *mut c_void) -> BOOL {
    (probe::<false, 20>(of(r).h) && probe::<true, 10>(of(r).h)) as BOOL
}

trait Policy {
    const TIMEOUT: Duration;
    const RETRIES: u32 = 3;
    fn ms() -> u32 {
        Self::TIMEOUT.as_millis() as u32
    }
}
struct Quick;
impl Policy for Quick {
    const TIMEOUT: Duration = Duration::from_millis(30);
}
struct Slow;
impl Policy for Slow {
    const TIMEOUT: Duration = Duration::from_millis(500);
    const RETRIES: u32 = 9;
}
struct Prober<P: Policy> {
    h: HANDLE,
    _p: core::marker::PhantomData<P>,
}
impl<P: Policy> Prober<P> {
    fn new(h: HANDLE) -> Self {
        Self { h, _p: core::marker::PhantomData }
    }
    fn run(&self) -> bool {
        (0..P::RETRIES).any(|_| unsafe { WaitForSingleObject(self.h, P::ms()) == WAIT_OBJECT_0 })
    }
}
unsafe extern "system" fn assoc(r: *mut c_void) -> BOOL {
    let _ = <Slow as Policy>::RETRIES;
    Prober::<Quick>::new(of(r).h).run() as BOOL
}

fn p40(i: &Instance) -> bool {
    unsafe { WaitForSingleObject(i.h, 40) == 0 }
}
fn p60(i: &Instance) -> bool {
    unsafe { WaitForSingleObject(i.g, 60) == 0 }
}
static PROBES: [fn(&Instance) -> bool; 2] = [p40, p60];
unsafe extern "system" fn fns(r: *mut c_void) -> BOOL {
    PROBES.iter().all(|p| p(of(r))) as BOOL
}

struct Check {
    name: &'static str,
    ms: u32,
    run: fn(&Instance, u32) -> bool,
}
fn on_h(i: &Instance, ms: u32) -> bool {
    unsafe { WaitForSingleObject(i.h, ms) == 0 }
}
fn on_g(i: &Instance, ms: u32) -> bool {
    unsafe { WaitForSingleObject(i.g, ms + 5) == 0 }
}
const CHECKS: &[Check] = &[Check { name: "a", ms: 50, run: on_h }, Check { name: "b", ms: 80, run: on_g }];
unsafe extern "system" fn structs(r: *mut c_void) -> BOOL {
    for c in CHECKS {
        if !(c.run)(of(r), c.ms) {
            let _ = c.name;
            return FALSE;
        }
    }
    TRUE
}

use std::sync::atomic::{AtomicU32, Ordering};
static STATE: AtomicU32 = AtomicU32::new(0);
unsafe extern "system" fn states(r: *mut c_void) -> BOOL {
    let ms = match STATE.load(Ordering::Acquire) {
        0 => 0,
        1 | 2 => 100,
        3..=7 => 200,
        _ => return FALSE,
    };
    (WaitForSingleObject(of(r).h, ms) == WAIT_TIMEOUT) as BOOL
}
#[derive(Clone, Copy)]
struct Config {
    timeout: u32,
    retries: usize,
    pause: Duration,
}
impl Config {
    const fn new() -> Self {
        Config { timeout: 1000, retries: 100, pause: Duration::from_millis(0) }
    }
    const fn timeout(mut self, ms: u32) -> Self {
        self.timeout = ms;
        self
    }
    const fn retries(self, n: usize) -> Self {
        Config { retries: n, ..self }
    }
}
static CFG: Config = Config::new().timeout(50).retries(3);
unsafe extern "system" fn constb(r: *mut c_void) -> BOOL {
    for _ in 0..CFG.retries {
        if WaitForSingleObject(of(r).h, CFG.timeout) == 0 {
            return TRUE;
        }
    }
    let _ = CFG.pause;
    FALSE
}

macro_rules! wait_all { ($($h:expr => $ms:expr),* $(,)?) => {{ let mut ok = true; $( ok &= WaitForSingleObject($h, $ms) == WAIT_OBJECT_0; )* ok }}; }
unsafe extern "system" fn macros(r: *mut c_void) -> BOOL {
    wait_all!(of(r).h => 20, of(r).g => 2 * 20) as BOOL
}

unsafe extern "system" fn tryb(r: *mut c_void) -> BOOL {
    let i = of(r);
    let result = (|| -> Result<(), u32> {
        wait(i.h, 25)?;
        wait(i.g, 25)?;
        Err::<(), u32>(5).or_else(|_| wait(i.h, 25))
    })();
    result.is_ok() as BOOL
}
unsafe fn wait(h: HANDLE, ms: u32) -> Result<(), u32> {
    match WaitForSingleObject(h, ms) {
        WAIT_OBJECT_0 => Ok(()),
        e => Err(e),
    }
}
unsafe extern "system" fn cap(r: *mut c_void) -> BOOL {
    let mut delay = 10u32;
    let mut tries = 0;
    loop {
        if WaitForSingleObject(of(r).h, delay) == 0 {
            return TRUE;
        }
        tries += 1;
        if tries == 5 {
            return FALSE;
        }
        delay = (delay * 2).min(80);
    }
}
table!(ENUMS: enums, terminate);
table!(CONSTG: constg, terminate);
table!(ASSOC: assoc, terminate);
table!(FNS: fns, terminate);
table!(STRUCTS: structs, terminate);
table!(STATES: states, terminate);
table!(CONSTB: constb, terminate);
table!(MACROS: macros, terminate);
table!(TRYB: tryb, terminate);
table!(CAP: cap, terminate);
