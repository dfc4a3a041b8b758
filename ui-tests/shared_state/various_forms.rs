//! Many small DLLs, each in another style: forms. What is wrong is marked; everything else is as it should be.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::UnsafeCell;
use std::ptr::{addr_of, addr_of_mut, read_volatile, write_volatile, NonNull};
use std::sync::atomic::*;
use std::sync::*;
use std::thread::JoinHandle;
use windows::*;
type RESID = *mut c_void;

mod m1 {
    use super::*;
    pub struct Inner {
        n: AtomicU32,
        m: Mutex<Vec<u32>>,
    }
    unsafe fn get(r: RESID) -> Arc<Inner> {
        let b = &*(r as *const Arc<Inner>);
        Arc::clone(b)
    }
    pub unsafe extern "system" fn open(_: PCWSTR, _: HKEY, _: isize) -> RESID {
        let b: Box<Arc<Inner>> = Box::new(Arc::new(Inner { n: AtomicU32::new(0), m: Mutex::default() }));
        Box::into_raw(b) as RESID
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = get(r);
        let n = i.m.lock().map(|v| v.len()).unwrap_or(0);
        (i.n.load(Ordering::Relaxed) as usize == n) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = get(r);
        i.n.store(1, Ordering::Relaxed);
        if let Ok(mut v) = i.m.lock() {
            v.push(1);
        };
    }
}
mod m2 {
    use super::*;
    pub struct I {
        a: u32,
        b: u32,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = (r as usize) as *const I;
        ((*i).a == 1) as BOOL //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = r as usize as *mut I;
        (*i).a = 2;
        (*i).b = 3;
    }
}
mod m3 {
    use super::*;
    pub struct I {
        flag: u32,
        other: u32,
    }
    fn ctx(r: RESID) -> Option<NonNull<I>> {
        NonNull::new(r.cast::<I>())
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        match ctx(r) {
            Some(p) => (read_volatile(addr_of!((*p.as_ptr()).flag)) == 0) as BOOL, //~ unguarded_shared_state
            None => 0,
        }
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        if let Some(p) = ctx(r) {
            write_volatile(addr_of_mut!((*p.as_ptr()).flag), 1);
            (*p.as_ptr()).other += 1;
        }
    }
}
mod m4 {
    use super::*;
    pub struct I {
        state: UnsafeCell<u32>,
        ok: AtomicBool,
    }
    unsafe impl Sync for I {}
    fn check(i: &I, full: bool) -> bool {
        if full {
            return unsafe { *i.state.get() } == 1;
        }
        i.ok.load(Ordering::Acquire)
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        check(&*(r as *const I), false) as BOOL
    }
    pub unsafe extern "system" fn is_alive(r: RESID) -> BOOL {
        check(&*(r as *const I), true) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        *i.state.get() = 0;
        i.ok.store(false, Ordering::Release);
    }
}
mod m5 {
    use super::*;
    pub struct I {
        w: Mutex<Option<JoinHandle<()>>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        i.w.lock().map_or(0, |w| w.is_some() as i32) //~ contended_guards
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        i.w.lock().unwrap_or_else(|e| e.into_inner()).take().map(|w| w.join());
    }
}
mod m6 {
    use super::*;
    pub struct H(HANDLE);
    unsafe impl Send for H {}
    pub struct I {
        h: Mutex<H>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let Ok(g) = i.h.lock() else { return 0 };
        if g.0.is_null() {
            return 0;
        }
        (WaitForSingleObject(g.0, 0) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let Ok(mut g) = i.h.lock() else { return };
        CloseHandle(g.0);
        *g = H(null_mut());
    }
}
mod m7 {
    use super::*;
    pub struct S {
        handle: usize,
        n: u32,
    }
    static STATE: Mutex<Option<S>> = Mutex::new(None);
    pub unsafe extern "system" fn looks_alive(_r: RESID) -> BOOL {
        STATE
            .lock()
            .ok()
            .and_then(|s| s.as_ref().map(|s| WaitForSingleObject(s.handle as HANDLE, 0) == WAIT_TIMEOUT && s.n > 0))
            .unwrap_or(false) as BOOL
    }
    pub unsafe extern "system" fn terminate(_r: RESID) {
        let s = STATE.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(S { handle, .. }) = s {
            CloseHandle(handle as HANDLE);
        }
    }
}
mod m8 {
    use super::*;
    pub struct S {
        n: u32,
    }
    pub struct I {
        s: Option<Box<S>>,
        t: u32,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        match &i.s { //~ unguarded_shared_state
            Some(s) => (s.n == 1) as BOOL, //~ use_after_terminate
            None => 0,
        }
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &mut *(r as *mut I); //~ exclusive_context_borrows
        i.s = None;
        i.t = 1;
    }
}
mod m9 {
    use super::*;
    pub struct I {
        stop: HANDLE,
        done: HANDLE,
        tx: mpsc::Sender<u32>,
    }
    unsafe impl Sync for I {}
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        (WaitForSingleObject(i.done, 0) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        SetEvent(i.stop);
        let _ = i.tx.send(1);
        WaitForSingleObject(i.done, 1000);
    }
}
mod m10 {
    use super::*;
    pub struct I {
        m: Mutex<()>,
        c: UnsafeCell<u64>,
        d: UnsafeCell<u64>,
    }
    unsafe impl Sync for I {}
    struct Session<'a> {
        i: &'a I,
        _g: MutexGuard<'a, ()>,
    }
    impl<'a> Session<'a> {
        fn begin(i: &'a I) -> Option<Self> {
            let g = i.m.try_lock().ok()?;
            Some(Session { i, _g: g })
        }
        fn c(&self) -> u64 {
            unsafe { *self.i.c.get() }
        }
        fn set(&mut self, v: u64) {
            unsafe {
                *self.i.c.get() = v;
            }
        }
        fn end(self) -> &'a I {
            self.i
        }
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let Some(s) = Session::begin(&*(r as *const I)) else { return 1 };
        let c = s.c();
        let i = s.end();
        (c + *i.d.get() > 0) as BOOL //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let mut s = loop {
            if let Some(s) = Session::begin(&*(r as *const I)) {
                break s;
            }
        };
        s.set(0);
        *s.i.d.get() = 4;
    }
}
mod m11 {
    use super::*;
    pub struct I {
        probe: fn(&I) -> u32,
        v: UnsafeCell<u32>,
        hooks: Vec<Box<dyn Fn(&I)>>,
    }
    unsafe impl Sync for I {}
    fn probe(i: &I) -> u32 {
        unsafe { *i.v.get() } //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn open(_: PCWSTR, _: HKEY, _: isize) -> RESID {
        Box::into_raw(Box::new(I { probe, v: UnsafeCell::new(0), hooks: vec![Box::new(|i: &I| unsafe { *i.v.get() = 0 })] })) as RESID
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        ((i.probe)(i) > 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        for h in &i.hooks {
            h(i);
        }
    }
}
mod m12 {
    use super::*;
    pub struct I {
        cfg: OnceLock<String>,
        once: Once,
        lazy: LazyLock<u32>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let c = i.cfg.get_or_init(|| "x".to_string());
        i.once.call_once(|| ());
        (c.len() as u32 == *i.lazy) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let _ = i.cfg.set("y".into());
        i.once.call_once(|| ());
        let _ = *i.lazy;
    }
}
mod m13 {
    use super::*;
    static mut LAST_ERROR: u32 = 0;
    static mut CONFIG: u32 = 5;
    static NAMES: [&str; 2] = ["a", "b"];
    pub unsafe extern "system" fn looks_alive(_r: RESID) -> BOOL {
        if CONFIG > 3 && NAMES[0].len() == 1 {
            LAST_ERROR = 1; //~ unguarded_shared_state
        }
        1
    }
    pub unsafe extern "system" fn terminate(_r: RESID) {
        if NAMES[1].len() == 2 {
            LAST_ERROR = 2;
        }
        let _ = CONFIG;
    }
    pub unsafe extern "system" fn online(_r: RESID, _: *mut HANDLE) -> u32 {
        CONFIG = 7;
        0
    }
}
table!(T1: m1::looks_alive, m1::terminate, Open: m1::open);
table!(T2: m2::looks_alive, m2::terminate);
table!(T3: m3::looks_alive, m3::terminate);
table!(T4: m4::looks_alive, m4::terminate, IsAlive: m4::is_alive);
table!(T5: m5::looks_alive, m5::terminate);
table!(T6: m6::looks_alive, m6::terminate);
table!(T7: m7::looks_alive, m7::terminate);
table!(T8: m8::looks_alive, m8::terminate);
table!(T9: m9::looks_alive, m9::terminate);
table!(T10: m10::looks_alive, m10::terminate);
table!(T11: m11::looks_alive, m11::terminate, Open: m11::open);
table!(T12: m12::looks_alive, m12::terminate);
table!(T13: m13::looks_alive, m13::terminate, Online: m13::online);
