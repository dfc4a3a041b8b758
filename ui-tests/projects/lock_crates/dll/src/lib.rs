//! Guards and containers of public crates: what their models and signatures say of what is held and shared.
#![allow(non_snake_case, non_camel_case_types)]
use arc_swap::{ArcSwap, ArcSwapOption};
use dashmap::DashMap;
use parking_lot::{Condvar, MappedMutexGuard, Mutex, MutexGuard, ReentrantMutex, RwLock};
use std::cell::*;
use std::collections::HashMap;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::atomic::*;
use std::sync::Arc;
use std::time::Duration;

type RESID = *mut c_void;
type BOOL = i32;
type HANDLE = *mut c_void;
const TRUE: BOOL = 1;
const FALSE: BOOL = 0;
const WAIT_TIMEOUT: u32 = 258;

/// The functions that the Resource Monitor calls.
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> BOOL>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> BOOL>,
}

extern "system" {
    fn WaitForSingleObject(hhandle: HANDLE, dwmilliseconds: u32) -> u32;
    fn TerminateProcess(hprocess: HANDLE, uexitcode: u32) -> BOOL;
    fn CloseHandle(hobject: HANDLE) -> BOOL;
}

macro_rules! table {
    ($name:ident: $looks_alive:path, $terminate:path) => {
        pub static $name: CLRES_V1_FUNCTIONS =
            CLRES_V1_FUNCTIONS { Terminate: Some($terminate), LooksAlive: Some($looks_alive), IsAlive: None };
    };
}

/// `Option<HANDLE>` in a parking_lot mutex, taken in Terminate; ok
mod c1 {
    use super::*;
    pub struct Ctx {
        process: Mutex<Option<usize>>,
        probes: Mutex<u32>,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let process = ctx.process.lock();
        *ctx.probes.lock() += 1;
        process.is_some_and(|p| WaitForSingleObject(p as HANDLE, 0) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        if let Some(p) = ctx.process.lock().take() {
            TerminateProcess(p as HANDLE, 1);
            CloseHandle(p as HANDLE);
        }
        *ctx.probes.lock() = 0;
    }
}
/// Mapped guards; data outside of the mapped one.
mod c2 {
    use super::*;
    pub struct S {
        handle: HANDLE,
        n: u32,
    }
    pub struct Ctx {
        s: Mutex<S>,
        beside: Cell<u32>,
    }
    impl Ctx {
        fn handle(&self) -> MappedMutexGuard<'_, HANDLE> {
            MutexGuard::map(self.s.lock(), |s| &mut s.handle)
        }
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let h = ctx.handle();
        ctx.beside.set(1);
        (WaitForSingleObject(*h, 0) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        let mut h = ctx.handle();
        CloseHandle(std::mem::replace(&mut *h, null_mut()));
        drop(h);
        let s = ctx.s.lock();
        ctx.beside.set(s.n);
    }
}
/// `unlocked`: the lock is free in the closure.
mod c3 {
    use super::*;
    pub struct S {
        stop: bool,
        h: usize,
    }
    pub struct Ctx {
        s: Mutex<S>,
        beside: UnsafeCell<u32>,
    }
    unsafe impl Sync for Ctx {}
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let s = ctx.s.lock();
        (!s.stop && *ctx.beside.get() == 0) as BOOL //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        let mut s = ctx.s.lock();
        s.stop = true;
        let h = s.h;
        MutexGuard::unlocked(&mut s, || {
            WaitForSingleObject(h as HANDLE, 30_000);
            *ctx.beside.get() = 1;
        });
        s.h = 0;
    }
}
/// Upgradable reads, downgrades.
mod c4 {
    use super::*;
    pub struct Ctx {
        map: RwLock<HashMap<u32, u32>>,
        plain: Cell<u32>,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let map = ctx.map.read();
        let n = ctx.plain.get(); //~ inconsistent_guards
        (map.values().any(|v| *v > n)) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        let mut map = ctx.map.write();
        map.clear();
        let map = parking_lot::RwLockWriteGuard::downgrade(map);
        ctx.plain.set(map.len() as u32);
    }
}
/// dashmap: an entry's guard is the lock.
mod c5 {
    use super::*;
    use std::sync::LazyLock;
    pub struct Ctx {
        process: HANDLE,
        beats: u32,
    }
    unsafe impl Send for Ctx {}
    unsafe impl Sync for Ctx {}
    static ALL: LazyLock<DashMap<usize, Ctx>> = LazyLock::new(DashMap::new);
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let Some(mut ctx) = ALL.get_mut(&(id as usize)) else { return FALSE };
        ctx.beats += 1;
        (WaitForSingleObject(ctx.process, 0) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        if let Some((_, ctx)) = ALL.remove(&(id as usize)) {
            CloseHandle(ctx.process);
        }
    }
}
/// dashmap: the handle copied out, closed by the other under the shard's lock.
mod c6 {
    use super::*;
    use std::sync::LazyLock;
    pub struct Ctx {
        process: HANDLE,
    }
    unsafe impl Send for Ctx {}
    unsafe impl Sync for Ctx {}
    static ALL: LazyLock<DashMap<usize, Ctx>> = LazyLock::new(DashMap::new);
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let process = match ALL.get(&(id as usize)) {
            Some(ctx) => ctx.process,
            None => return FALSE,
        };
        (WaitForSingleObject(process, 0) == WAIT_TIMEOUT) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        if let Some(mut ctx) = ALL.get_mut(&(id as usize)) {
            CloseHandle(ctx.process);
            ctx.process = null_mut();
        }
    }
}
/// arc-swap: snapshots.
mod c7 {
    use super::*;
    pub struct Snapshot {
        healthy: bool,
        code: Cell<u32>,
    }
    unsafe impl Sync for Snapshot {}
    unsafe impl Send for Snapshot {}
    pub struct Ctx {
        now: ArcSwap<Snapshot>,
        last: ArcSwapOption<String>,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let now = ctx.now.load();
        (now.healthy && ctx.last.load().is_none()) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        ctx.now.store(Arc::new(Snapshot { healthy: false, code: Cell::new(0) }));
        ctx.last.store(None);
    }
}
/// arc-swap: and what lies in the shared snapshot is plain.
mod c8 {
    use super::*;
    pub struct Snapshot {
        healthy: Cell<bool>,
    }
    unsafe impl Sync for Snapshot {}
    unsafe impl Send for Snapshot {}
    pub struct Ctx {
        now: ArcSwap<Snapshot>,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        ctx.now.load().healthy.get() as BOOL //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        ctx.now.load_full().healthy.set(false);
    }
}
/// spin
mod c9 {
    use super::*;
    static STATE: spin::Mutex<(bool, u32)> = spin::Mutex::new((false, 0));
    static PLAIN: spin::RwLock<Vec<u32>> = spin::RwLock::new(Vec::new());
    static mut COUNT: u32 = 0;
    pub unsafe extern "system" fn looks_alive(_: RESID) -> BOOL {
        let Some(mut state) = STATE.try_lock() else { return TRUE };
        state.1 += 1;
        COUNT += 1; //~ inconsistent_guards
        (state.0 && PLAIN.read().len() > 1) as BOOL
    }
    pub unsafe extern "system" fn terminate(_: RESID) {
        STATE.lock().0 = false;
        let mut plain = PLAIN.write();
        plain.push(1);
        COUNT = 0;
    }
}
/// tokio's mutex, blocking forms
mod c10 {
    use super::*;
    pub struct Ctx {
        m: tokio::sync::Mutex<u32>,
        beside: Cell<u32>,
        other: Cell<u32>,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let g = ctx.m.blocking_lock();
        ctx.beside.set(*g);
        drop(g);
        (ctx.other.get() == 0) as BOOL //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        if let Ok(mut g) = ctx.m.try_lock() {
            *g = 1;
            ctx.beside.set(0);
        }
        ctx.other.set(1);
    }
}
/// Arc locks, reentrant mutex
mod c11 {
    use super::*;
    pub struct Ctx {
        m: Arc<Mutex<Vec<u32>>>,
        r: ReentrantMutex<Cell<u32>>,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        let all = ctx.m.lock_arc();
        let r = ctx.r.lock();
        r.set(r.get() + 1);
        (all.len() as u32 > r.get()) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        ctx.r.lock().set(0);
        ctx.m.lock_arc().clear();
    }
}
/// scopeguard closes what the other uses
mod c12 {
    use super::*;
    static ALL: std::sync::Mutex<Vec<Arc<Ctx>>> = std::sync::Mutex::new(Vec::new());
    pub struct Ctx {
        h: Cell<HANDLE>,
        m: Mutex<u32>,
    }
    unsafe impl Send for Ctx {}
    unsafe impl Sync for Ctx {}
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let Some(ctx) = ALL.lock().ok().and_then(|all| all.get(id as usize).cloned()) else { return FALSE };
        let h = ctx.h.get(); //~ unguarded_shared_state
        *ctx.m.lock() += 1;
        (WaitForSingleObject(h, 0) == WAIT_TIMEOUT) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let Some(ctx) = ALL.lock().ok().and_then(|all| all.get(id as usize).cloned()) else { return };
        let _closes = scopeguard::guard(ctx.h.replace(null_mut()), |h| {
            CloseHandle(h);
        });
        *ctx.m.lock() = 0;
    }
}
/// Condvar of parking_lot: the guard goes while it waits
mod c13 {
    use super::*;
    pub struct Ctx {
        m: Mutex<bool>,
        done: Condvar,
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        (!*ctx.m.lock()) as BOOL
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        let mut g = ctx.m.lock();
        while !*g {
            if ctx.done.wait_for(&mut g, Duration::from_secs(20)).timed_out() {
                break;
            }
        }
        *g = true;
    }
}
/// async: a guard across an await; tokio's lock
mod c14 {
    use super::*;
    use tokio::runtime::Runtime;
    pub struct Ctx {
        rt: Runtime,
        m: tokio::sync::Mutex<u32>,
        beside: Cell<u32>,
        other: Cell<u32>,
    }
    unsafe impl Sync for Ctx {}
    impl Ctx {
        async fn look(&self) -> bool {
            let mut g = self.m.lock().await;
            *g += 1;
            self.note().await;
            drop(g);
            self.other.get() == 0 //~ unguarded_shared_state
        }
        async fn note(&self) {
            self.beside.set(1);
        }
    }
    pub unsafe extern "system" fn looks_alive(id: RESID) -> BOOL {
        let ctx = &*(id as *const Ctx);
        ctx.rt.block_on(ctx.look()) as BOOL //~ unbounded_waits
    }
    pub unsafe extern "system" fn terminate(id: RESID) {
        let ctx = &*(id as *const Ctx);
        ctx.rt.block_on(async {
            let g = ctx.m.lock().await;
            ctx.beside.set(*g);
        });
        ctx.other.set(1);
    }
}

table!(T1: c1::looks_alive, c1::terminate);
table!(T2: c2::looks_alive, c2::terminate);
table!(T3: c3::looks_alive, c3::terminate);
table!(T4: c4::looks_alive, c4::terminate);
table!(T5: c5::looks_alive, c5::terminate);
table!(T6: c6::looks_alive, c6::terminate);
table!(T7: c7::looks_alive, c7::terminate);
table!(T8: c8::looks_alive, c8::terminate);
table!(T9: c9::looks_alive, c9::terminate);
table!(T10: c10::looks_alive, c10::terminate);
table!(T11: c11::looks_alive, c11::terminate);
table!(T12: c12::looks_alive, c12::terminate);
table!(T13: c13::looks_alive, c13::terminate);
table!(T14: c14::looks_alive, c14::terminate);
