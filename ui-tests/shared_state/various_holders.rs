//! Many small DLLs, each in another style: who holds what, and for how long. What is wrong is marked; everything else is as it
//! should be.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::*;
use std::collections::*;
use std::sync::atomic::*;
use std::sync::*;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use windows::*;
type RESID = *mut c_void;

mod e1 {
    use super::*;
    pub struct I {
        m: Mutex<u32>,
        h: HANDLE,
    }
    unsafe impl Sync for I {}
    unsafe extern "system" fn work(p: *mut c_void) -> u32 {
        let i = &*(p as *const I);
        loop {
            let mut g = i.m.lock().unwrap_or_else(|e| e.into_inner());
            let mut b = [0u8; 4];
            ReadFile(i.h, b.as_mut_ptr(), 4, null_mut(), null_mut());
            *g = b[0] as u32;
            drop(g);
            Sleep(100);
        }
    }
    pub unsafe extern "system" fn online(r: RESID, _: *mut HANDLE) -> u32 {
        CreateThread(null(), 0, Some(work), r as *const c_void, 0, null_mut());
        997
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        *i.m.lock().unwrap_or_else(|e| e.into_inner()) as BOOL //~ contended_guards
    }
    pub unsafe extern "system" fn terminate(_r: RESID) {}
}
mod e2 {
    use super::*;
    pub struct I {
        m: Mutex<u32>,
    }
    pub unsafe extern "system" fn online(r: RESID, _: *mut HANDLE) -> u32 {
        let i = &*(r as *const I);
        let g = i.m.lock();
        thread::sleep(Duration::from_secs(20));
        drop(g);
        0
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        i.m.lock().map_or(0, |g| *g as BOOL)
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        if let Ok(mut g) = i.m.lock() {
            *g = 0;
        }
    }
}
mod e3 {
    use super::*;
    pub struct I {
        p: RwLock<usize>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let Ok(p) = i.p.read() else { return 0 };
        (WaitForSingleObject(*p as HANDLE, 0) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        if let Ok(p) = i.p.read() {
            TerminateProcess(*p as HANDLE, 1);
            WaitForSingleObject(*p as HANDLE, 30_000);
        }
    }
}
mod e4 {
    use super::*;
    pub struct I {
        p: RwLock<usize>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let Ok(p) = i.p.read() else { return 0 }; //~ contended_guards
        (*p != 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        if let Ok(mut p) = i.p.write() {
            WaitForSingleObject(*p as HANDLE, 30_000);
            *p = 0;
        }
    }
}
mod e5 {
    use super::*;
    pub struct I {
        m: Mutex<usize>,
    }
    fn stop(i: &I, ms: u32) -> bool {
        let g = i.m.lock().unwrap_or_else(|e| e.into_inner()); //~ contended_guards
        unsafe { WaitForSingleObject(*g as HANDLE, ms) == WAIT_OBJECT_0 }
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        (!stop(&*(r as *const I), 0)) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        stop(&*(r as *const I), 10_000);
    }
}
mod e6 {
    use super::*;
    static G: Mutex<()> = Mutex::new(());
    pub struct I {
        n: u32,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let _g = G.lock();
        let i = &mut *(r as *mut I);
        i.n += 1;
        (i.n > 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let _g = G.lock();
        let i = &mut *(r as *mut I);
        i.n = 0;
    }
}
mod e7 {
    use super::*;
    pub trait P: Send {
        fn ok(&self) -> bool;
        fn stop(&mut self);
    }
    pub struct A {
        h: usize,
        n: u32,
    }
    impl P for A {
        fn ok(&self) -> bool {
            unsafe { WaitForSingleObject(self.h as HANDLE, 0) == WAIT_TIMEOUT }
        }
        fn stop(&mut self) {
            self.n = 0;
            unsafe {
                CloseHandle(self.h as HANDLE);
            }
            self.h = 0;
        }
    }
    pub struct I {
        p: Mutex<Box<dyn P>>,
    }
    pub unsafe extern "system" fn open(_: PCWSTR, _: HKEY, _: isize) -> RESID {
        Box::into_raw(Box::new(I { p: Mutex::new(Box::new(A { h: 0, n: 1 })) })) as RESID
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        i.p.try_lock().map_or(true, |p| p.ok()) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        i.p.lock().unwrap_or_else(|e| e.into_inner()).stop();
    }
}
mod e8 {
    use super::*;
    #[derive(Clone, Copy)]
    pub struct Cfg {
        port: u16,
        limit: u32,
    }
    pub struct I {
        c: Mutex<Cfg>,
        last: AtomicU32,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let c = *i.c.lock().unwrap_or_else(|e| e.into_inner());
        (i.last.load(Ordering::Relaxed) < c.limit && c.port != 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let mut c = i.c.lock().unwrap_or_else(|e| e.into_inner());
        c.port = 0;
    }
}
mod e9 {
    use super::*;
    thread_local! { static CACHE: RefCell<HashMap<usize, u32>> = RefCell::new(HashMap::new()); }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        CACHE.with(|c| {
            let mut c = c.borrow_mut(); //~ panics_across_ffi
            *c.entry(r as usize).or_insert(0) += 1;
        });
        1
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        CACHE.with_borrow_mut(|c| {
            c.remove(&(r as usize));
        });
    }
}
mod e10 {
    use super::*;
    static A: Mutex<u32> = Mutex::new(0);
    static B: Mutex<u32> = Mutex::new(0);
    fn both() -> u32 {
        let a = A.lock().unwrap_or_else(|e| e.into_inner());
        let b = B.lock().unwrap_or_else(|e| e.into_inner()); //~ lock_order_inversions
        *a + *b
    }
    pub unsafe extern "system" fn looks_alive(_r: RESID) -> BOOL {
        (both() == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(_r: RESID) {
        thread::spawn(|| {
            let mut b = B.lock().unwrap_or_else(|e| e.into_inner());
            *b = *A.lock().unwrap_or_else(|e| e.into_inner());
        });
    }
}
mod e11 {
    use super::*;
    pub struct S {
        up: bool,
        n: u32,
    }
    static ALL: LazyLock<RwLock<HashMap<usize, Arc<Mutex<S>>>>> = LazyLock::new(|| RwLock::new(HashMap::new()));
    fn get(r: RESID) -> Option<Arc<Mutex<S>>> {
        ALL.read().unwrap_or_else(|e| e.into_inner()).get(&(r as usize)).cloned()
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let Some(s) = get(r) else { return 0 };
        let mut s = s.lock().unwrap_or_else(|e| e.into_inner());
        s.n += 1;
        s.up as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        if let Some(s) = get(r) {
            let mut s = s.lock().unwrap_or_else(|e| e.into_inner());
            s.up = false;
        }
    }
    pub unsafe extern "system" fn close(r: RESID) {
        ALL.write().unwrap_or_else(|e| e.into_inner()).remove(&(r as usize));
    }
}
mod e12 {
    use super::*;
    pub struct C {
        ok: AtomicBool,
    }
    pub struct I {
        c: AtomicPtr<C>,
        old: Mutex<Vec<usize>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let c = i.c.load(Ordering::Acquire);
        if c.is_null() {
            return 0;
        }
        (*c).ok.load(Ordering::Relaxed) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let c = i.c.swap(null_mut(), Ordering::AcqRel);
        if !c.is_null() {
            (*c).ok.store(false, Ordering::Relaxed);
            if let Ok(mut o) = i.old.lock() {
                o.push(c as usize);
            }
        }
    }
    pub unsafe extern "system" fn close(r: RESID) {
        let i = Box::from_raw(r as *mut I);
        for c in i.old.into_inner().unwrap_or_default() {
            drop(Box::from_raw(c as *mut C));
        }
    }
}
table!(T1: e1::looks_alive, e1::terminate, Online: e1::online);
table!(T2: e2::looks_alive, e2::terminate, Online: e2::online);
table!(T3: e3::looks_alive, e3::terminate);
table!(T4: e4::looks_alive, e4::terminate);
table!(T5: e5::looks_alive, e5::terminate);
table!(T6: e6::looks_alive, e6::terminate);
table!(T7: e7::looks_alive, e7::terminate, Open: e7::open);
table!(T8: e8::looks_alive, e8::terminate);
table!(T9: e9::looks_alive, e9::terminate);
table!(T10: e10::looks_alive, e10::terminate);
table!(T11: e11::looks_alive, e11::terminate, Close: e11::close);
table!(T12: e12::looks_alive, e12::terminate, Close: e12::close);
