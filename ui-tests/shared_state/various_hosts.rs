//! Many small DLLs, each in another style: how frameworks, threads and platform objects carry the instance. What is wrong is
//! marked; everything else is as it should be.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::*;
use std::collections::HashMap;
use std::mem::{self, ManuallyDrop};
use std::ptr;
use std::sync::atomic::*;
use std::sync::*;
use std::thread;
use std::time::{Duration, Instant};
use windows::*;
type RESID = *mut c_void;

/// A framework: the `RESID` is a box around a trait object; state is behind a trait of its own.
mod k1 {
    use super::*;
    pub trait Resource: Send + Sync {
        fn looks_alive(&self) -> bool;
        fn terminate(&self);
    }
    type Object = Box<dyn Resource>;
    pub struct Service {
        handle: Mutex<Option<usize>>,
        state: Cell<u32>,
    }
    unsafe impl Sync for Service {}
    impl Resource for Service {
        fn looks_alive(&self) -> bool {
            if self.state.get() != 2 { //~ unguarded_shared_state
                return false;
            }
            self.handle.lock().is_ok_and(|h| h.is_some())
        }
        fn terminate(&self) {
            self.state.set(0);
            if let Some(handle) = self.handle.lock().unwrap_or_else(|e| e.into_inner()).take() {
                unsafe { CloseServiceHandle(handle as SC_HANDLE) };
            }
        }
    }
    pub unsafe extern "system" fn open(_: PCWSTR, _: HKEY, _: isize) -> RESID {
        let object: Object = Box::new(Service { handle: Mutex::new(None), state: Cell::new(0) });
        Box::into_raw(Box::new(object)).cast()
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let object = &*id.cast::<Object>();
        object.looks_alive() as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let object = &*id.cast::<Object>();
        object.terminate();
    }
    pub unsafe extern "system" fn close(id: RESID) {
        drop(Box::from_raw(id.cast::<Object>()));
    }
}

/// Slots of a static array of atomic pointers; `Terminate` frees what its slot leads to.
mod k2 {
    use super::*;
    pub struct Ctx {
        healthy: AtomicBool,
    }
    static SLOTS: [AtomicPtr<Ctx>; 8] = [const { AtomicPtr::new(ptr::null_mut()) }; 8];
    unsafe fn slot(id: RESID) -> &'static AtomicPtr<Ctx> {
        &SLOTS[id as usize & 7]
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = slot(id).load(Ordering::Acquire);
        if ctx.is_null() {
            return FALSE;
        }
        (*ctx).healthy.load(Ordering::Relaxed) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = slot(id).swap(ptr::null_mut(), Ordering::AcqRel);
        if !ctx.is_null() {
            (*ctx).healthy.store(false, Ordering::Relaxed);
            drop(Box::from_raw(ctx));
        }
    }
}

/// A worker from `CreateThread` that writes what `LooksAlive` reads is no part of R1; its lock that it holds while it sleeps is.
mod k3 {
    use super::*;
    pub struct Ctx {
        last: Mutex<u32>,
        stop: AtomicBool,
    }
    unsafe extern "system" fn work(ctx: RESID) -> u32 {
        let ctx = &*(ctx as *const Ctx);
        while !ctx.stop.load(Ordering::Acquire) {
            let mut last = ctx.last.lock().unwrap_or_else(|e| e.into_inner());
            *last += 1;
            Sleep(2_000);
        }
        0
    }
    pub unsafe extern "system" fn online(id: RESID, _: *mut HANDLE) -> u32 {
        let thread = CreateThread(null(), 0, Some(work), id, 0, null_mut());
        CloseHandle(thread);
        ERROR_IO_PENDING
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let last = ctx.last.lock().unwrap_or_else(|e| e.into_inner()); //~ contended_guards
        (*last < 100) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        ctx.stop.store(true, Ordering::Release);
    }
}

/// The same with the sleep after the lock.
mod k4 {
    use super::*;
    pub struct Ctx {
        last: Mutex<u32>,
        stop: AtomicBool,
    }
    unsafe extern "system" fn work(ctx: RESID) -> u32 {
        let ctx = &*(ctx as *const Ctx);
        while !ctx.stop.load(Ordering::Acquire) {
            *ctx.last.lock().unwrap_or_else(|e| e.into_inner()) += 1;
            Sleep(2_000);
        }
        0
    }
    pub unsafe extern "system" fn online(id: RESID, _: *mut HANDLE) -> u32 {
        QueueUserWorkItem(Some(work), id, 0);
        ERROR_IO_PENDING
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let last = ctx.last.lock().unwrap_or_else(|e| e.into_inner());
        (*last < 100) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        ctx.stop.store(true, Ordering::Release);
    }
}

/// A sequence lock by hand: the copy in between is a plain read of what the other side writes.
mod k5 {
    use super::*;
    #[derive(Clone, Copy)]
    pub struct Status {
        code: u32,
        at: u64,
    }
    pub struct Ctx {
        version: AtomicU32,
        status: UnsafeCell<Status>,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let before = ctx.version.load(Ordering::Acquire);
        let status = ptr::read_volatile(ctx.status.get()); //~ unguarded_shared_state
        let same = ctx.version.load(Ordering::Acquire) == before;
        (same && status.code == 0 && status.at > 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        ctx.version.fetch_add(1, Ordering::AcqRel);
        ptr::write_volatile(ctx.status.get(), Status { code: 1, at: 0 });
        ctx.version.fetch_add(1, Ordering::AcqRel);
    }
}

/// `Weak` pointers in a map: whoever is gone is not alive.
mod k6 {
    use super::*;
    pub struct Ctx {
        alive: AtomicBool,
        notes: Mutex<Vec<String>>,
    }
    static ALL: RwLock<Vec<(usize, Weak<Ctx>)>> = RwLock::new(Vec::new());
    fn find(id: RESID) -> Option<Arc<Ctx>> {
        let all = ALL.read().ok()?;
        all.iter().find(|(key, _)| *key == id as usize).and_then(|(_, ctx)| ctx.upgrade())
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        find(id).is_some_and(|ctx| ctx.alive.load(Ordering::Acquire)) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let Some(ctx) = find(id) else { return };
        ctx.alive.store(false, Ordering::Release);
        if let Ok(mut notes) = ctx.notes.lock() {
            notes.clear();
        }
        if let Ok(mut all) = ALL.write() {
            all.retain(|(key, _)| *key != id as usize);
        }
    }
}

/// States as types of a machine: a `Mutex` around an enum that moves out of itself.
mod k7 {
    use super::*;
    enum State {
        Idle,
        Running { process: usize, since: Instant },
        Failed(u32),
    }
    impl State {
        fn stop(self) -> State {
            match self {
                State::Running { process, .. } => {
                    unsafe {
                        TerminateProcess(process as HANDLE, 1);
                        CloseHandle(process as HANDLE);
                    }
                    State::Idle
                }
                other => other,
            }
        }
        fn process(&self) -> Option<HANDLE> {
            match self {
                State::Running { process, .. } => Some(*process as HANDLE),
                _ => None,
            }
        }
    }
    pub struct Ctx {
        state: Mutex<State>,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let Ok(state) = ctx.state.lock() else { return FALSE };
        match &*state {
            State::Running { since, .. } if since.elapsed() < Duration::from_secs(5) => TRUE,
            running @ State::Running { .. } => running.process().is_some_and(|p| WaitForSingleObject(p, 0) == WAIT_TIMEOUT) as BOOL,
            State::Failed(code) => (*code == 0) as BOOL,
            State::Idle => FALSE,
        }
    }
    pub unsafe extern "system" fn looks_alive_later(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let process = ctx.state.lock().ok().and_then(|state| state.process());
        process.is_some_and(|p| WaitForSingleObject(p, 0) == WAIT_TIMEOUT) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        let mut state = ctx.state.lock().unwrap_or_else(|e| e.into_inner());
        *state = mem::replace(&mut *state, State::Idle).stop();
    }
}

/// A critical section in the instance, entered by a helper that returns its guard; one field is forgotten.
mod k8 {
    use super::*;
    #[repr(C)]
    pub struct CRITICAL_SECTION {
        opaque: [usize; 5],
    }
    extern "system" {
        fn EnterCriticalSection(section: *mut CRITICAL_SECTION);
        fn LeaveCriticalSection(section: *mut CRITICAL_SECTION);
    }
    #[repr(C)]
    pub struct Ctx {
        section: UnsafeCell<CRITICAL_SECTION>,
        service: UnsafeCell<SC_HANDLE>,
        online: UnsafeCell<bool>,
    }
    pub struct Entered<'a>(&'a Ctx);
    impl Ctx {
        fn enter(&self) -> Entered<'_> {
            unsafe { EnterCriticalSection(self.section.get()) };
            Entered(self)
        }
    }
    impl Entered<'_> {
        fn service(&self) -> SC_HANDLE {
            unsafe { *self.0.service.get() }
        }
        fn take(&mut self) -> SC_HANDLE {
            unsafe { mem::replace(&mut *self.0.service.get(), null_mut()) }
        }
    }
    impl Drop for Entered<'_> {
        fn drop(&mut self) {
            unsafe { LeaveCriticalSection(self.0.section.get()) };
        }
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        if !*ctx.online.get() { //~ unguarded_shared_state
            return FALSE;
        }
        let entered = ctx.enter();
        (ResUtilVerifyService(entered.service()) == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        let mut entered = ctx.enter();
        *ctx.online.get() = false;
        CloseServiceHandle(entered.take());
    }
}

/// A callback of the platform is a thread, too: it holds the lock while it opens a share.
mod k9 {
    use super::*;
    pub struct Ctx {
        event: HANDLE,
        wait: Cell<HANDLE>,
        shared: Mutex<u32>,
    }
    unsafe extern "system" fn signalled(ctx: RESID, _timeout: bool) {
        let ctx = &*(ctx as *const Ctx);
        if let Ok(mut shared) = ctx.shared.lock() {
            *shared = NetShareGetInfo(w!("\\\\server"), w!("share"), 1, null_mut());
        }
    }
    pub unsafe extern "system" fn online(id: RESID, _: *mut HANDLE) -> u32 {
        let ctx = &*(id as *const Ctx);
        let mut wait = null_mut();
        RegisterWaitForSingleObject(&mut wait, ctx.event, Some(signalled), id, INFINITE, 0);
        ctx.wait.set(wait);
        ERROR_IO_PENDING
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        ctx.shared.lock().map_or(FALSE, |s| (*s == 0) as BOOL) //~ contended_guards
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        *ctx.shared.lock().unwrap_or_else(|e| e.into_inner()) = 1;
    }
}

/// A context from the process heap, given back in `Terminate`; its twin gives it back in `Close`.
mod k10 {
    use super::*;
    #[repr(C)]
    pub struct Ctx {
        pid: AtomicU32,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = id as *const Ctx;
        ((*ctx).pid.load(Ordering::Relaxed) != 0) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn looks_alive_too(id: RESID) -> BOOL {
        let ctx = id as *const Ctx;
        ((*ctx).pid.load(Ordering::Relaxed) != 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        (*(id as *const Ctx)).pid.store(0, Ordering::Relaxed);
        HeapFree(GetProcessHeap(), 0, id);
    }
    pub unsafe extern "system" fn terminate_only_stops(id: RESID) {
        (*(id as *const Ctx)).pid.store(0, Ordering::Relaxed);
    }
    pub unsafe extern "system" fn close(id: RESID) {
        HeapFree(GetProcessHeap(), 0, id);
    }
}

/// A cache in a `thread_local!`, a lazily made table, and settings that only `Online` writes.
mod k11 {
    use super::*;
    thread_local! {
        static LAST: Cell<u64> = const { Cell::new(0) };
    }
    static NAMES: LazyLock<HashMap<u32, &'static str>> = LazyLock::new(|| HashMap::from([(1, "one")]));
    static LIMIT: OnceLock<u64> = OnceLock::new();
    pub struct Ctx {
        settings: UnsafeCell<(u32, u64)>,
        errors: AtomicU64,
    }
    pub unsafe extern "system" fn online(id: RESID, _: *mut HANDLE) -> u32 {
        let ctx = &*(id as *const Ctx);
        *ctx.settings.get() = (1, 2);
        let _ = LIMIT.set(10);
        0
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let (kind, limit) = *ctx.settings.get();
        LAST.with(|l| l.set(GetTickCount64()));
        let limit = limit.min(*LIMIT.get_or_init(|| 5));
        (NAMES.contains_key(&kind) && ctx.errors.load(Ordering::Relaxed) < limit) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        LAST.set(0);
        let (_, limit) = *ctx.settings.get();
        ctx.errors.store(limit.max(NAMES.len() as u64), Ordering::Relaxed);
    }
}

/// `ManuallyDrop` and `MaybeUninit` by hand; the value is dropped where the other may look at it.
mod k12 {
    use super::*;
    pub struct Ctx {
        name: ManuallyDrop<String>,
        up: AtomicBool,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = id as *const Ctx;
        ((*ctx).up.load(Ordering::Acquire) && (&(*ctx).name).len() > 1) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = id as *mut Ctx;
        if (*ctx).up.swap(false, Ordering::AcqRel) {
            ManuallyDrop::drop(&mut *ptr::addr_of_mut!((*ctx).name));
        }
    }
}

/// A scoped helper takes the lock, and calls back into what takes another; `Terminate` goes the other way round.
mod k13 {
    use super::*;
    pub struct Ctx {
        config: RwLock<u32>,
        journal: Mutex<Vec<u32>>,
    }
    impl Ctx {
        fn with_config<R>(&self, f: impl FnOnce(&u32) -> R) -> R {
            let config = self.config.read().unwrap_or_else(|e| e.into_inner());
            f(&config)
        }
        fn log(&self, code: u32) {
            self.journal.lock().unwrap_or_else(|e| e.into_inner()).push(code); //~ lock_order_inversions
        }
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        ctx.with_config(|config| ctx.log(*config));
        TRUE
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        let journal = ctx.journal.lock().unwrap_or_else(|e| e.into_inner());
        *ctx.config.write().unwrap_or_else(|e| e.into_inner()) = journal.len() as u32;
    }
}

table!(T1: k1::looks_alive, k1::terminate, Open: k1::open, Close: k1::close);
table!(T2: k2::looks_alive, k2::terminate);
table!(T3: k3::looks_alive, k3::terminate, Online: k3::online);
table!(T4: k4::looks_alive, k4::terminate, Online: k4::online);
table!(T5: k5::looks_alive, k5::terminate);
table!(T6: k6::looks_alive, k6::terminate);
table!(T7: k7::looks_alive, k7::terminate);
table!(T7B: k7::looks_alive_later, k7::terminate);
table!(T8: k8::looks_alive, k8::terminate);
table!(T9: k9::looks_alive, k9::terminate, Online: k9::online);
table!(T10: k10::looks_alive, k10::terminate);
table!(T10B: k10::looks_alive_too, k10::terminate_only_stops, Close: k10::close);
table!(T11: k11::looks_alive, k11::terminate, Online: k11::online);
table!(T12: k12::looks_alive, k12::terminate);
table!(T13: k13::looks_alive, k13::terminate);
