//! Many small DLLs, each in another style: how the instance is kept, found and given up. What is wrong is marked; everything
//! else is as it should be.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::*;
use std::collections::*;
use std::mem::{self, ManuallyDrop};
use std::ops::{Deref, DerefMut};
use std::ptr::{self, NonNull};
use std::sync::atomic::*;
use std::sync::mpsc::{self, *};
use std::sync::*;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use windows::*;
type RESID = *mut c_void;

/// A registry of contexts by id; what is changed is changed in the context, outside of the map's lock.
mod g1 {
    use super::*;
    struct Ctx {
        process: Cell<HANDLE>,
        beats: AtomicU64,
    }
    unsafe impl Sync for Ctx {}
    unsafe impl Send for Ctx {}
    static CONTEXTS: OnceLock<Mutex<HashMap<usize, Arc<Ctx>>>> = OnceLock::new();

    fn contexts() -> &'static Mutex<HashMap<usize, Arc<Ctx>>> {
        CONTEXTS.get_or_init(Default::default)
    }
    fn context(id: RESID) -> Option<Arc<Ctx>> {
        contexts().lock().unwrap_or_else(|e| e.into_inner()).get(&(id as usize)).map(Arc::clone)
    }
    pub unsafe extern "system" fn open(_: PCWSTR, _: HKEY, handle: isize) -> RESID {
        let ctx = Arc::new(Ctx { process: Cell::new(null_mut()), beats: AtomicU64::new(0) });
        contexts().lock().unwrap_or_else(|e| e.into_inner()).insert(handle as usize, ctx);
        handle as RESID
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let Some(ctx) = context(id) else { return FALSE };
        ctx.beats.fetch_add(1, Ordering::Relaxed);
        let process = ctx.process.get(); //~ unguarded_shared_state
        (!process.is_null()) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        if let Some(ctx) = context(id) {
            let process = ctx.process.replace(null_mut());
            if !process.is_null() {
                TerminateProcess(process, 1);
            }
        }
    }
    pub unsafe extern "system" fn close(id: RESID) {
        contexts().lock().unwrap_or_else(|e| e.into_inner()).remove(&(id as usize));
    }
}

/// The same, and all of it is done while the map is locked.
mod g2 {
    use super::*;
    struct Ctx {
        process: Cell<HANDLE>,
    }
    unsafe impl Sync for Ctx {}
    unsafe impl Send for Ctx {}
    static CONTEXTS: OnceLock<Mutex<HashMap<usize, Arc<Ctx>>>> = OnceLock::new();

    fn with_context<R>(id: RESID, f: impl FnOnce(&Ctx) -> R) -> Option<R> {
        let contexts = CONTEXTS.get_or_init(Default::default).lock().ok()?;
        contexts.get(&(id as usize)).map(|ctx| f(ctx))
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        with_context(id, |ctx| unsafe { WaitForSingleObject(ctx.process.get(), 0) == WAIT_TIMEOUT }).unwrap_or(false) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let process = with_context(id, |ctx| ctx.process.replace(null_mut()));
        if let Some(process) = process {
            CloseHandle(process);
        }
    }
}

/// `Arc::into_raw` as the id, a count added for each call; the status is plain memory behind `UnsafeCell`.
mod g3 {
    use super::*;
    pub struct Ctx {
        code: UnsafeCell<u32>,
        stopped: AtomicBool,
    }
    unsafe impl Sync for Ctx {}
    unsafe impl Send for Ctx {}

    unsafe fn borrow(id: RESID) -> Arc<Ctx> {
        let raw = id as *const Ctx;
        Arc::increment_strong_count(raw);
        Arc::from_raw(raw)
    }
    pub unsafe extern "system" fn open(_: PCWSTR, _: HKEY, _: isize) -> RESID {
        Arc::into_raw(Arc::new(Ctx { code: UnsafeCell::new(0), stopped: AtomicBool::new(false) })) as RESID
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = borrow(id);
        if ctx.stopped.load(Ordering::Acquire) {
            return FALSE;
        }
        (*ctx.code.get() == 0) as BOOL //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = borrow(id);
        ctx.stopped.store(true, Ordering::Release);
        *ctx.code.get() = 1;
    }
    pub unsafe extern "system" fn close(id: RESID) {
        drop(Arc::from_raw(id as *const Ctx));
    }
}

/// The count that is given back in `Terminate` is the one of `Open`.
mod g4 {
    use super::*;
    pub struct Ctx {
        stopped: AtomicBool,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = ManuallyDrop::new(Arc::from_raw(id as *const Ctx));
        (!ctx.stopped.load(Ordering::Acquire)) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = Arc::from_raw(id as *const Ctx);
        ctx.stopped.store(true, Ordering::Release);
    }
}

/// The current state is a box behind an `AtomicPtr`; `Terminate` swaps it out and frees it.
mod g5 {
    use super::*;
    struct Snapshot {
        healthy: bool,
        code: u32,
    }
    pub struct Ctx {
        now: AtomicPtr<Snapshot>,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        match ctx.now.load(Ordering::Acquire).as_ref() {
            Some(snapshot) => (snapshot.healthy && snapshot.code == 0) as BOOL, //~ use_after_terminate
            None => FALSE,
        }
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        let old = ctx.now.swap(null_mut(), Ordering::AcqRel);
        if let Some(old) = NonNull::new(old) {
            drop(Box::from_raw(old.as_ptr()));
        }
    }
}

/// A worker owns everything; the entry points send it messages and read what it last said.
mod g6 {
    use super::*;
    enum Message {
        Stop,
        Pulse(u64),
    }
    pub struct Ctx {
        to_worker: SyncSender<Message>,
        healthy: Arc<AtomicBool>,
        worker: Mutex<Option<JoinHandle<()>>>,
    }
    fn work(inbox: Receiver<Message>, healthy: Arc<AtomicBool>) {
        let mut seen = 0u64;
        while let Ok(message) = inbox.recv() {
            match message {
                Message::Stop => break,
                Message::Pulse(at) => seen = seen.max(at),
            }
            healthy.store(seen > 0, Ordering::Release);
        }
    }
    pub unsafe extern "system" fn open(_: PCWSTR, _: HKEY, _: isize) -> RESID {
        let (to_worker, inbox) = mpsc::sync_channel(16);
        let healthy = Arc::new(AtomicBool::new(true));
        let worker = thread::spawn({
            let healthy = Arc::clone(&healthy);
            move || work(inbox, healthy)
        });
        Box::into_raw(Box::new(Ctx { to_worker, healthy, worker: Mutex::new(Some(worker)) })) as RESID
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let _ = ctx.to_worker.try_send(Message::Pulse(GetTickCount64()));
        ctx.healthy.load(Ordering::Acquire) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        let _ = ctx.to_worker.try_send(Message::Stop);
        let worker = ctx.worker.lock().ok().and_then(|mut w| w.take());
        if let Some(worker) = worker {
            let _ = worker.join();
        }
    }
}

/// The same, but the worker is joined where its lock is held, and asked whether it has ended.
mod g7 {
    use super::*;
    pub struct Ctx {
        worker: Mutex<Option<JoinHandle<()>>>,
        stop: AtomicBool,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        match ctx.worker.lock() { //~ contended_guards
            Ok(worker) => worker.as_ref().is_some_and(|w| !w.is_finished()) as BOOL,
            Err(_) => FALSE,
        }
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        ctx.stop.store(true, Ordering::Release);
        if let Some(worker) = ctx.worker.lock().unwrap().take() {
            let _ = worker.join();
        }
    }
}

/// A framework: one generic trampoline, instances of a trait, `&self` methods.
mod g8 {
    use super::*;
    pub trait Resource: Sized + Sync {
        fn alive(&self) -> bool;
        fn kill(&self);
    }
    pub struct Host<R> {
        resource: R,
        calls: Cell<u32>,
    }
    impl<R> Deref for Host<R> {
        type Target = R;
        fn deref(&self) -> &R {
            &self.resource
        }
    }
    unsafe fn host<'a, R>(id: RESID) -> &'a Host<R> {
        NonNull::new(id.cast::<Host<R>>()).expect("not null").as_ref() //~ panics_across_ffi
    }
    pub unsafe extern "system" fn looks_alive<R: Resource>(id: RESID) -> BOOL {
        let host = host::<R>(id);
        host.calls.set(host.calls.get() + 1); //~ unguarded_shared_state
        host.alive() as BOOL
    }
    pub unsafe extern "system" fn terminate<R: Resource>(id: RESID) {
        let host = host::<R>(id);
        host.kill();
        host.calls.set(0);
    }
    pub struct Share {
        name: Mutex<Option<String>>,
        refused: RefCell<Vec<u32>>,
    }
    unsafe impl Sync for Share {}
    impl Resource for Share {
        fn alive(&self) -> bool {
            let refused = self.refused.borrow().len(); //~ unguarded_shared_state, panics_across_ffi
            self.name.lock().map(|n| n.is_some()).unwrap_or(false) && refused < 3
        }
        fn kill(&self) {
            self.name.lock().map(|mut n| n.take()).ok();
            self.refused.borrow_mut().clear();
        }
    }
}

/// A lock of one's own: spins on a flag, gives a guard that derefs.
mod g9 {
    use super::*;
    pub struct Spin<T> {
        taken: AtomicBool,
        inner: UnsafeCell<T>,
    }
    unsafe impl<T: Send> Sync for Spin<T> {}
    pub struct SpinGuard<'a, T> {
        of: &'a Spin<T>,
    }
    impl<T> Spin<T> {
        pub fn try_enter(&self) -> Option<SpinGuard<'_, T>> {
            match self.taken.compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed) {
                Ok(_) => Some(SpinGuard { of: self }),
                Err(_) => None,
            }
        }
    }
    impl<T> Deref for SpinGuard<'_, T> {
        type Target = T;
        fn deref(&self) -> &T {
            unsafe { &*self.of.inner.get() }
        }
    }
    impl<T> DerefMut for SpinGuard<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            unsafe { &mut *self.of.inner.get() }
        }
    }
    impl<T> Drop for SpinGuard<'_, T> {
        fn drop(&mut self) {
            self.of.taken.store(false, Ordering::Release);
        }
    }
    pub struct State {
        handle: HANDLE,
        checks: u32,
    }
    pub struct Ctx {
        state: Spin<State>,
        unguarded: Spin<u32>,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let peeked = *ctx.unguarded.inner.get(); //~ unguarded_shared_state
        match ctx.state.try_enter() {
            Some(mut state) => {
                state.checks += 1;
                (peeked == 0 && WaitForSingleObject(state.handle, 0) == WAIT_TIMEOUT) as BOOL
            }
            None => TRUE,
        }
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        if let Some(mut state) = ctx.state.try_enter() {
            state.checks = 0;
            CloseHandle(mem::replace(&mut state.handle, null_mut()));
        }
        if let Some(mut n) = ctx.unguarded.try_enter() {
            *n += 1;
        }
    }
}

/// `static mut` tables of slots, one for each id.
mod g10 {
    use super::*;
    #[derive(Clone, Copy)]
    struct Slot {
        used: bool,
        key: HKEY,
    }
    static mut SLOTS: [Slot; 64] = [Slot { used: false, key: null_mut() }; 64];
    static LOCK: Mutex<()> = Mutex::new(());
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let slot = &*ptr::addr_of!(SLOTS[id as usize & 63]);
        slot.used as BOOL //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let _lock = LOCK.lock();
        let slot = &mut *ptr::addr_of_mut!(SLOTS[id as usize & 63]);
        slot.used = false;
        RegCloseKey(mem::replace(&mut slot.key, null_mut()));
    }
}

/// A newtype around a lock with methods that run closures, used by both sides.
mod g11 {
    use super::*;
    pub struct Guarded<T>(Mutex<T>);
    impl<T> Guarded<T> {
        pub fn read<R>(&self, f: impl FnOnce(&T) -> R) -> R {
            f(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
        }
        pub fn write<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
            f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
        }
    }
    #[derive(Default)]
    pub struct Handles {
        process: usize,
        thread: usize,
    }
    pub struct Ctx {
        handles: Guarded<Handles>,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let thread = ctx.handles.read(|h| h.thread);
        let runs = ctx.handles.read(|h| unsafe { WaitForSingleObject(h.process as HANDLE, 0) == WAIT_TIMEOUT });
        (runs && WaitForSingleObject(thread as HANDLE, 0) == WAIT_TIMEOUT) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        let Handles { process, thread } = ctx.handles.write(mem::take);
        CloseHandle(process as HANDLE);
        CloseHandle(thread as HANDLE);
    }
}

/// Phases in an atomic, data that only the phase guards: the exchange is an acquisition nobody can see as a lock.
mod g12 {
    use super::*;
    pub struct Ctx {
        phase: AtomicU32,
        last_error: AtomicU32,
        history: RwLock<VecDeque<u32>>,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        if ctx.phase.load(Ordering::Acquire) != 2 {
            return FALSE;
        }
        let newest = ctx.history.read().ok().and_then(|h| h.back().copied());
        newest.map_or(true, |code| code == ctx.last_error.load(Ordering::Relaxed)) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        if ctx.phase.compare_exchange(2, 3, Ordering::AcqRel, Ordering::Acquire).is_err() {
            return;
        }
        let mut history = ctx.history.write().unwrap_or_else(PoisonError::into_inner);
        history.push_back(ctx.last_error.swap(0, Ordering::Relaxed));
        while history.len() > 16 {
            history.pop_front();
        }
    }
}

table!(T1: g1::looks_alive, g1::terminate, Open: g1::open, Close: g1::close);
table!(T2: g2::looks_alive, g2::terminate);
table!(T3: g3::looks_alive, g3::terminate, Open: g3::open, Close: g3::close);
table!(T4: g4::looks_alive, g4::terminate);
table!(T5: g5::looks_alive, g5::terminate);
table!(T6: g6::looks_alive, g6::terminate, Open: g6::open);
table!(T7: g7::looks_alive, g7::terminate);
pub static T8: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None,
    Close: None,
    Online: None,
    Offline: None,
    Terminate: Some(g8::terminate::<g8::Share>),
    LooksAlive: Some(g8::looks_alive::<g8::Share>),
    IsAlive: None,
    Arbitrate: None,
    Release: None,
    ResourceControl: None,
    ResourceTypeControl: None,
};
table!(T9: g9::looks_alive, g9::terminate);
table!(T10: g10::looks_alive, g10::terminate);
table!(T11: g11::looks_alive, g11::terminate);
table!(T12: g12::looks_alive, g12::terminate);
