//! Many small DLLs, each in another style: services. What is wrong is marked; everything else is as it should be.

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

mod c1 {
    use super::*;
    struct Worker {
        stop: Arc<AtomicBool>,
        join: JoinHandle<()>,
    }
    pub struct Inst {
        name: String,
        log: Mutex<VecDeque<String>>,
        worker: Mutex<Option<Worker>>,
        last: Arc<RwLock<Option<Instant>>>,
        fails: AtomicU32,
    }
    impl Inst {
        fn log(&self, s: impl Into<String>) {
            let mut l = self.log.lock().unwrap_or_else(|e| e.into_inner());
            if l.len() > 10 {
                l.pop_front();
            }
            l.push_back(s.into());
        }
        fn start(&self) {
            let stop = Arc::new(AtomicBool::new(false));
            let s2 = stop.clone();
            let last = Arc::clone(&self.last);
            let join = thread::spawn(move || {
                while !s2.load(Ordering::Relaxed) {
                    *last.write().unwrap() = Some(Instant::now());
                    thread::sleep(Duration::from_millis(500));
                }
            });
            *self.worker.lock().unwrap() = Some(Worker { stop, join });
        }
        fn stop(&self) {
            let w = self.worker.lock().unwrap_or_else(|e| e.into_inner()).take();
            if let Some(Worker { stop, join }) = w {
                stop.store(true, Ordering::Relaxed);
                let _ = join.join();
            }
            *self.last.write().unwrap_or_else(|e| e.into_inner()) = None;
        }
        fn fresh(&self) -> bool {
            match *self.last.read().unwrap_or_else(|e| e.into_inner()) {
                Some(t) => t.elapsed() < Duration::from_secs(5),
                None => false,
            }
        }
    }
    pub unsafe extern "system" fn open(_: PCWSTR, _: HKEY, _: isize) -> RESID {
        Box::into_raw(Box::new(Inst {
            name: "x".into(),
            log: Default::default(),
            worker: Mutex::new(None),
            last: Default::default(),
            fails: AtomicU32::new(0),
        })) as RESID
    }
    pub unsafe extern "system" fn close(r: RESID) {
        let b = Box::from_raw(r as *mut Inst);
        b.stop();
    }
    pub unsafe extern "system" fn online(r: RESID, _: *mut HANDLE) -> u32 {
        (*(r as *const Inst)).start();
        0
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const Inst);
        if !i.fresh() {
            i.fails.fetch_add(1, Ordering::Relaxed);
            i.log(format!("{} stale", i.name));
            return 0;
        }
        let alive = i.worker.lock().map(|w| w.as_ref().is_some_and(|w| !w.join.is_finished())).unwrap_or(false);
        alive as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const Inst);
        i.log("terminate");
        i.stop();
    }
}
mod c2 {
    use super::*;
    pub struct Spin<T> {
        locked: AtomicBool,
        v: UnsafeCell<T>,
    }
    unsafe impl<T: Send> Sync for Spin<T> {}
    pub struct SG<'a, T> {
        s: &'a Spin<T>,
    }
    impl<T> Spin<T> {
        fn lock(&self) -> SG<'_, T> {
            while self.locked.compare_exchange_weak(false, true, Ordering::Acquire, Ordering::Relaxed).is_err() {
                std::hint::spin_loop();
            }
            SG { s: self }
        }
        fn try_lock(&self) -> Option<SG<'_, T>> {
            self.locked.compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed).ok().map(|_| SG { s: self })
        }
    }
    impl<T> std::ops::Deref for SG<'_, T> {
        type Target = T;
        fn deref(&self) -> &T {
            unsafe { &*self.s.v.get() }
        }
    }
    impl<T> std::ops::DerefMut for SG<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            unsafe { &mut *self.s.v.get() }
        }
    }
    impl<T> Drop for SG<'_, T> {
        fn drop(&mut self) {
            self.s.locked.store(false, Ordering::Release);
        }
    }
    pub struct I {
        s: Spin<u32>,
        t: Spin<Vec<u32>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let Some(g) = i.s.try_lock() else { return 1 };
        (*g == 1) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let mut g = i.s.lock();
        *g = 0;
        i.t.lock().push(1);
    }
}
mod c3 {
    use super::*;
    pub struct Srw(UnsafeCell<SRWLOCK>);
    unsafe impl Sync for Srw {}
    extern "system" {
        fn AcquireSRWLockExclusive(l: *mut SRWLOCK);
        fn ReleaseSRWLockExclusive(l: *mut SRWLOCK);
    }
    impl Srw {
        fn with<R>(&self, f: impl FnOnce() -> R) -> R {
            unsafe { AcquireSRWLockExclusive(self.0.get()) };
            let r = f();
            unsafe { ReleaseSRWLockExclusive(self.0.get()) };
            r
        }
    }
    pub struct I {
        l: Srw,
        n: Cell<u32>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        i.l.with(|| i.n.get() == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        i.l.with(|| {
            i.n.set(1);
            if i.n.get() > 0 {
                return;
            }
            i.n.set(2);
        });
    }
}
mod c4 {
    use super::*;
    static FLAGS: [AtomicBool; 4] = [const { AtomicBool::new(false) }; 4];
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        FLAGS[r as usize & 3].load(Ordering::Acquire) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        FLAGS.get(r as usize & 3).map(|f| f.store(false, Ordering::Release));
    }
}
mod c5 {
    use super::*;
    pub struct I {
        cfg: String,
        polls: Cell<u64>,
        handle: HANDLE,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        i.polls.set(i.polls.get() + 1);
        (WaitForSingleObject(i.handle, 0) == WAIT_TIMEOUT && i.cfg != "off") as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        if i.cfg.starts_with("x") {
            TerminateProcess(i.handle, 1);
        }
    }
    pub unsafe extern "system" fn close(r: RESID) {
        let i = Box::from_raw(r as *mut I);
        CloseHandle(i.handle);
    }
}
mod c6 {
    use super::*;
    pub struct Conn {
        h: HANDLE,
        m: Mutex<u32>,
    }
    unsafe impl Send for Conn {}
    unsafe impl Sync for Conn {}
    impl Drop for Conn {
        fn drop(&mut self) {
            unsafe {
                CloseHandle(self.h);
            }
        }
    }
    pub struct I {
        c: RwLock<Option<Arc<Conn>>>,
    }
    fn conn(i: &I) -> Option<Arc<Conn>> {
        i.c.read().ok()?.as_ref().cloned()
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        match conn(&*(r as *const I)) {
            Some(c) => {
                let n = *c.m.lock().unwrap_or_else(|e| e.into_inner());
                (n == 0 && WaitForSingleObject(c.h, 0) == WAIT_TIMEOUT) as BOOL
            }
            None => 0,
        }
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        if let Some(c) = conn(i) {
            *c.m.lock().unwrap_or_else(|e| e.into_inner()) = 1;
        }
        let old = i.c.write().ok().and_then(|mut g| g.take());
        drop(old);
    }
}
mod c7 {
    use super::*;
    pub struct In {
        n: AtomicU32,
    }
    static REG: Mutex<Vec<Weak<In>>> = Mutex::new(Vec::new());
    pub unsafe extern "system" fn looks_alive(_r: RESID) -> BOOL {
        let v: Vec<Arc<In>> = REG.lock().unwrap_or_else(|e| e.into_inner()).iter().filter_map(|w| w.upgrade()).collect();
        v.iter().all(|i| i.n.load(Ordering::Relaxed) > 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(_r: RESID) {
        let mut g = REG.lock().unwrap_or_else(|e| e.into_inner());
        for w in g.drain(..) {
            if let Some(i) = w.upgrade() {
                i.n.store(0, Ordering::Relaxed);
            }
        }
    }
}
mod c8 {
    use super::*;
    pub struct I {
        m: Mutex<()>,
        n: UnsafeCell<u32>,
        fast: bool,
    }
    unsafe impl Sync for I {}
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let _g = if i.fast { None } else { Some(i.m.lock()) };
        (*i.n.get() == 0) as BOOL //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let _g = i.m.lock();
        *i.n.get() = 1;
    }
}
mod c9 {
    use super::*;
    pub struct I {
        m: Mutex<u32>,
        n: UnsafeCell<u32>,
    }
    unsafe impl Sync for I {}
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let g = match i.m.lock() {
            Ok(g) => g,
            Err(_) => return 0,
        };
        if *g > 3 {
            drop(g);
        }
        (*i.n.get() == 0) as BOOL //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let _g = i.m.lock();
        *i.n.get() = 1;
    }
}
mod c10 {
    use super::*;
    pub struct I {
        m: Mutex<bool>,
        cv: Condvar,
        n: UnsafeCell<u32>,
    }
    unsafe impl Sync for I {}
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let Ok(g) = i.m.lock() else { return 0 };
        let Ok((g, _t)) = i.cv.wait_timeout(g, Duration::from_millis(5)) else { return 0 };
        let v = *i.n.get() == 0 && *g;
        v as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let Ok(mut g) = i.m.lock() else { return };
        *g = true;
        *i.n.get() = 1;
        i.cv.notify_all();
    }
}
table!(T1: c1::looks_alive, c1::terminate, Open: c1::open, Close: c1::close, Online: c1::online);
table!(T2: c2::looks_alive, c2::terminate);
table!(T3: c3::looks_alive, c3::terminate);
table!(T4: c4::looks_alive, c4::terminate);
table!(T5: c5::looks_alive, c5::terminate, Close: c5::close);
table!(T6: c6::looks_alive, c6::terminate);
table!(T7: c7::looks_alive, c7::terminate);
table!(T8: c8::looks_alive, c8::terminate);
table!(T9: c9::looks_alive, c9::terminate);
table!(T10: c10::looks_alive, c10::terminate);
