//! Many small DLLs, each in another style: guards. What is wrong is marked; everything else is as it should be.

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

mod d1 {
    use super::*;
    #[repr(C)]
    pub struct CRITICAL_SECTION {
        a: [usize; 5],
    }
    extern "system" {
        fn EnterCriticalSection(c: *mut CRITICAL_SECTION);
        fn TryEnterCriticalSection(c: *mut CRITICAL_SECTION) -> BOOL;
        fn LeaveCriticalSection(c: *mut CRITICAL_SECTION);
        fn DeleteCriticalSection(c: *mut CRITICAL_SECTION);
    }
    pub struct Cs(UnsafeCell<CRITICAL_SECTION>);
    unsafe impl Sync for Cs {}
    pub struct Lock<'a>(&'a Cs);
    impl Cs {
        fn lock(&self) -> Lock<'_> {
            unsafe {
                EnterCriticalSection(self.0.get());
            }
            Lock(self)
        }
        fn try_lock(&self) -> Option<Lock<'_>> {
            let ok = unsafe { TryEnterCriticalSection(self.0.get()) };
            (ok != 0).then(|| Lock(self))
        }
    }
    impl Drop for Lock<'_> {
        fn drop(&mut self) {
            unsafe { LeaveCriticalSection(self.0 .0.get()) }
        }
    }
    pub struct Protected<T> {
        cs: Cs,
        data: UnsafeCell<T>,
    }
    pub struct PGuard<'a, T> {
        p: &'a Protected<T>,
        _l: Lock<'a>,
    }
    impl<T> Protected<T> {
        fn get(&self) -> PGuard<'_, T> {
            let l = self.cs.lock();
            PGuard { p: self, _l: l }
        }
        fn try_get(&self) -> Option<PGuard<'_, T>> {
            let l = self.cs.try_lock()?;
            Some(PGuard { p: self, _l: l })
        }
    }
    impl<T> std::ops::Deref for PGuard<'_, T> {
        type Target = T;
        fn deref(&self) -> &T {
            unsafe { &*self.p.data.get() }
        }
    }
    impl<T> std::ops::DerefMut for PGuard<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            unsafe { &mut *self.p.data.get() }
        }
    }
    pub struct S {
        h: HANDLE,
        n: u32,
    }
    pub struct I {
        s: Protected<S>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        match i.s.try_get() {
            Some(s) => (s.n == 1 && WaitForSingleObject(s.h, 0) == WAIT_TIMEOUT) as BOOL,
            None => 1,
        }
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let h = {
            let mut s = i.s.get();
            s.n = 0;
            std::mem::replace(&mut s.h, null_mut())
        };
        CloseHandle(h);
    }
    pub unsafe extern "system" fn close(r: RESID) {
        let b = Box::from_raw(r as *mut I);
        DeleteCriticalSection(b.s.cs.0.get());
    }
}
mod d2 {
    use super::d1::CRITICAL_SECTION;
    use super::*;
    extern "system" {
        fn EnterCriticalSection(c: *mut CRITICAL_SECTION);
        fn LeaveCriticalSection(c: *mut CRITICAL_SECTION);
        fn DeleteCriticalSection(c: *mut CRITICAL_SECTION);
    }
    pub struct I {
        cs: CRITICAL_SECTION,
        n: u32,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = r as *mut I;
        EnterCriticalSection(&mut (*i).cs); //~ use_after_terminate
        let a = (*i).n;
        LeaveCriticalSection(&mut (*i).cs);
        (a == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = r as *mut I;
        EnterCriticalSection(&mut (*i).cs);
        (*i).n = 1;
        LeaveCriticalSection(&mut (*i).cs);
        DeleteCriticalSection(&mut (*i).cs);
    }
}
mod d3 {
    use super::d1::CRITICAL_SECTION;
    use super::*;
    extern "system" {
        fn EnterCriticalSection(c: *mut CRITICAL_SECTION);
        fn LeaveCriticalSection(c: *mut CRITICAL_SECTION);
    }
    static mut CS: CRITICAL_SECTION = unsafe { std::mem::zeroed() };
    static mut N: u32 = 0;
    unsafe fn locked<T>(f: impl FnOnce() -> T) -> T {
        EnterCriticalSection(std::ptr::addr_of_mut!(CS));
        let r = f();
        LeaveCriticalSection(&raw mut CS);
        r
    }
    pub unsafe extern "system" fn looks_alive(_r: RESID) -> BOOL {
        locked(|| N == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(_r: RESID) {
        locked(|| N = 1);
    }
}
mod d4 {
    use super::*;
    #[derive(Clone, Default)]
    pub struct Stat {
        ok: bool,
        at: u64,
        text: String,
    }
    pub struct I {
        s: RwLock<Arc<Stat>>,
        t: Mutex<Stat>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let s = i.s.read().map(|g| Arc::clone(&g)).unwrap_or_default();
        let t = i.t.lock().map(|t| t.clone()).unwrap_or_default();
        (s.ok && t.at > s.at && t.text == s.text) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        if let Ok(mut g) = i.s.write() {
            *g = Arc::new(Stat::default());
        }
        if let Ok(mut t) = i.t.lock() {
            t.ok = false;
            t.text.clear();
        }
    }
}
mod d5 {
    use super::*;
    pub struct I {
        s: Mutex<Arc<Vec<u32>>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let s = i.s.lock().unwrap_or_else(|e| e.into_inner()).clone();
        s.iter().any(|x| *x > 1) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let mut g = i.s.lock().unwrap_or_else(|e| e.into_inner());
        Arc::make_mut(&mut g).push(1);
    }
}
mod d6 {
    use super::*;
    pub struct D {
        n: u32,
    }
    pub struct I {
        s: Mutex<Arc<D>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let s = i.s.lock().unwrap_or_else(|e| e.into_inner()).clone();
        (s.n == 0) as BOOL //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let s = Arc::clone(&*i.s.lock().unwrap_or_else(|e| e.into_inner()));
        let p = Arc::as_ptr(&s) as *mut D;
        (*p).n = 1;
    }
}
mod d7 {
    use super::*;
    pub struct I {
        tx: Mutex<Option<mpsc::SyncSender<u32>>>,
        last: AtomicU64,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        if let Ok(g) = i.tx.try_lock() {
            if let Some(tx) = g.as_ref() {
                let _ = tx.try_send(1);
            }
        }
        (i.last.load(Ordering::Relaxed) > 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        i.last.store(0, Ordering::Relaxed);
        let tx = i.tx.lock().ok().and_then(|mut t| t.take());
        drop(tx);
    }
}
mod d8 {
    use super::*;
    pub struct I {
        f: Mutex<Option<std::fs::File>>,
        g: Option<std::fs::File>,
        c: Option<std::process::Child>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let ok = i.f.lock().ok().and_then(|f| f.as_ref().map(|f| f.metadata().is_ok())).unwrap_or(false); //~ blocking_io
        ok as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let f = i.f.lock().ok().and_then(|mut f| f.take());
        if let Some(f) = f {
            let _ = f.sync_all();
        }
        let _ = &i.g;
    }
}
mod d9 {
    use super::*;
    pub struct I {
        q: Mutex<VecDeque<u32>>,
        n: AtomicUsize,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let mut s = 0;
        while let Some(x) = {
            let mut q = i.q.lock().unwrap_or_else(|e| e.into_inner());
            q.pop_front()
        } {
            s += x;
        }
        (s < 5 && i.n.load(Ordering::SeqCst) == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        for k in 0..3 {
            i.q.lock().unwrap_or_else(|e| e.into_inner()).push_back(k);
        }
        i.n.store(i.q.lock().map_or(0, |q| q.len()), Ordering::SeqCst);
    }
}
mod d10 {
    use super::*;
    pub struct I {
        m: Arc<Mutex<()>>,
        n: UnsafeCell<u32>,
    }
    unsafe impl Sync for I {}
    fn pick(i: &I) -> &Mutex<()> {
        &i.m
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let m = Arc::clone(&i.m);
        let g = m.lock();
        let v = *i.n.get() == 0;
        drop(g);
        v as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let _g = pick(i).lock();
        *i.n.get() = 1;
    }
}
table!(T1: d1::looks_alive, d1::terminate, Close: d1::close);
table!(T2: d2::looks_alive, d2::terminate);
table!(T3: d3::looks_alive, d3::terminate);
table!(T4: d4::looks_alive, d4::terminate);
table!(T5: d5::looks_alive, d5::terminate);
table!(T6: d6::looks_alive, d6::terminate);
table!(T7: d7::looks_alive, d7::terminate);
table!(T8: d8::looks_alive, d8::terminate);
table!(T9: d9::looks_alive, d9::terminate);
table!(T10: d10::looks_alive, d10::terminate);
