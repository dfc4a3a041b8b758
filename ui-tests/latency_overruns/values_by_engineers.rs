//! More of the same: iterators that make delays, lists that are taken from, options of numbers that are not 0, attempts at locks, what
//! a guard does when it is dropped, bases that types dereference to, slices of a deadline, chunks of handles, lazy lists, flags.
//@ bounds: SUCC=150ms NEXT=60ms NONZERO=50ms TREE=40ms TRYLOCK=50ms DEFER=30ms BASE=70ms CFG=25ms SLICES=100ms CHUNKS=150ms LAZYV=60ms LAZYA=60ms DUR=235ms MAPS=110ms LABEL=180ms FLAGS=45ms
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

use std::num::NonZeroU32;
use std::ops::Deref;
use std::sync::{LazyLock, Mutex};
unsafe extern "system" fn succ(r: *mut c_void) -> BOOL {
    let mut delays = std::iter::successors(Some(10u32), |d| (*d < 80).then(|| d * 2)).take(4);
    delays.any(|ms| WaitForSingleObject(of(r).h, ms) == 0) as BOOL
}
unsafe extern "system" fn next(r: *mut c_void) -> BOOL {
    let mut delays = [10u32, 20, 30].into_iter();
    while let Some(ms) = delays.next() {
        if WaitForSingleObject(of(r).h, ms) == 0 {
            return TRUE;
        }
    }
    FALSE
}
unsafe extern "system" fn nonzero(r: *mut c_void) -> BOOL {
    const LIMIT: Option<NonZeroU32> = NonZeroU32::new(50);
    WaitForSingleObject(of(r).h, LIMIT.map_or(INFINITE, NonZeroU32::get)) as BOOL
}
unsafe fn tree<const D: usize>(h: HANDLE, depth: usize) -> bool {
    if depth >= D {
        return true;
    }
    WaitForSingleObject(h, 10) == 0 && tree::<D>(h, depth + 1)
}
unsafe extern "system" fn tree4(r: *mut c_void) -> BOOL {
    tree::<4>(of(r).h, 0) as BOOL
}
static LOCK: Mutex<u32> = Mutex::new(0);
unsafe extern "system" fn trylock(_r: *mut c_void) -> BOOL {
    for _ in 0..10 {
        if let Ok(g) = LOCK.try_lock() {
            return (*g > 0) as BOOL;
        }
        Sleep(5); //~ sleeps
    }
    FALSE
}
struct Defer<F: FnMut()>(F);
impl<F: FnMut()> Drop for Defer<F> {
    fn drop(&mut self) {
        (self.0)()
    }
}
unsafe extern "system" fn defer(r: *mut c_void) -> BOOL {
    let _d = Defer(|| {
        WaitForSingleObject(of(r).h, 30);
    });
    TRUE
}
struct Base {
    h: HANDLE,
    timeout: Duration,
}
impl Base {
    fn new(h: HANDLE) -> Self {
        Base { h, timeout: Duration::from_millis(70) }
    }
    fn wait(&self) -> bool {
        unsafe { WaitForSingleObject(self.h, self.timeout.as_millis() as u32) == 0 }
    }
}
struct Disk {
    base: Base,
}
impl Deref for Disk {
    type Target = Base;
    fn deref(&self) -> &Base {
        &self.base
    }
}
impl Disk {
    pub fn new(h: HANDLE) -> Self {
        Disk { base: Base::new(h) }
    }
}
unsafe extern "system" fn base(r: *mut c_void) -> BOOL {
    (*(r as *const Disk)).wait() as BOOL
}
const PAUSE: u32 = if cfg!(windows) { 25 } else { 5000 };
unsafe extern "system" fn cfgs(r: *mut c_void) -> BOOL {
    if cfg!(test) {
        WaitForSingleObject(of(r).h, INFINITE);
    }
    WaitForSingleObject(of(r).h, PAUSE) as BOOL
}
unsafe extern "system" fn slices(r: *mut c_void) -> BOOL {
    let deadline = Instant::now() + Duration::from_millis(100);
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return FALSE;
        }
        let slice = left.min(Duration::from_millis(20));
        if WaitForSingleObject(of(r).h, slice.as_millis() as u32) == 0 {
            return TRUE;
        }
    }
}
unsafe extern "system" fn chunks(r: *mut c_void) -> BOOL {
    let all = [of(r).h; 130];
    for c in all.chunks(64) {
        WaitForMultipleObjects(c.len() as u32, c.as_ptr(), FALSE, 50);
    }
    TRUE
}
static TIMEOUTS: LazyLock<Vec<u32>> = LazyLock::new(|| vec![10, 20, 30]);
unsafe extern "system" fn lazyv(r: *mut c_void) -> BOOL {
    for ms in TIMEOUTS.iter() {
        WaitForSingleObject(of(r).h, *ms);
    }
    TRUE
}
static ARR: LazyLock<[u32; 3]> = LazyLock::new(|| [10, 20, 30]);
unsafe extern "system" fn lazya(r: *mut c_void) -> BOOL {
    WaitForSingleObject(of(r).h, ARR.iter().sum());
    TRUE
}
fn ms(d: Duration) -> u32 {
    u32::try_from(d.as_millis()).unwrap_or(u32::MAX - 1)
}
unsafe extern "system" fn dur(r: *mut c_void) -> BOOL {
    let h = of(r).h;
    WaitForSingleObject(h, ms(Duration::from_secs_f32(0.05)));
    WaitForSingleObject(h, ms(Duration::new(0, 60_000_000)));
    WaitForSingleObject(h, ms(Duration::from_millis(50).mul_f64(1.5))); //~ panics_across_ffi
    WaitForSingleObject(h, ms(Duration::from_millis(100) / 2));
    TRUE
}
unsafe extern "system" fn maps(r: *mut c_void) -> BOOL {
    let t = [("net", 50u32), ("disk", 60)];
    t.iter().map(|(_, ms)| *ms).for_each(|ms| {
        WaitForSingleObject(of(r).h, ms);
    });
    TRUE
}
unsafe extern "system" fn label(r: *mut c_void) -> BOOL {
    'outer: for i in 0..3 {
        for h in of(r).all {
            if WaitForSingleObject(h, 20) == 0 {
                continue 'outer;
            }
            if i > 5 {
                break 'outer;
            }
        }
    }
    TRUE
}
unsafe extern "system" fn flags(r: *mut c_void) -> BOOL {
    const QUICK: u32 = 1 << 0;
    const DEEP: u32 = 1 << 3;
    unsafe fn run(h: HANDLE, flags: u32) -> bool {
        if flags & QUICK != 0 {
            WaitForSingleObject(h, 45);
        }
        if flags & DEEP == DEEP {
            WaitForSingleObject(h, 4500);
        }
        true
    }
    run(of(r).h, QUICK | 1 << 1) as BOOL
}
table!(SUCC: succ, terminate);
table!(NEXT: next, terminate);
table!(NONZERO: nonzero, terminate);
table!(TREE: tree4, terminate);
table!(TRYLOCK: trylock, terminate);
table!(DEFER: defer, terminate);
table!(BASE: base, terminate);
table!(CFG: cfgs, terminate);
table!(SLICES: slices, terminate);
table!(CHUNKS: chunks, terminate);
table!(LAZYV: lazyv, terminate);
table!(LAZYA: lazya, terminate);
table!(DUR: dur, terminate);
table!(MAPS: maps, terminate);
table!(LABEL: label, terminate);
table!(FLAGS: flags, terminate);
