//! Many small DLLs, each in another style: what is kept in collections, slots and wrappers of all kinds, and how it is reached
//! there. What is wrong is marked; everything else is as it should be.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::*;
use std::collections::*;
use std::mem;
use std::ops::{Deref, DerefMut, Index, IndexMut};
use std::sync::atomic::*;
use std::sync::mpsc::*;
use std::sync::*;
use windows::*;
type RESID = *mut c_void;

/// All members of a pool, cloned out of the lock as counted pointers; their counters are plain.
mod h1 {
    use super::*;
    pub struct Member {
        failures: Cell<u32>,
        up: AtomicBool,
    }
    unsafe impl Sync for Member {}
    unsafe impl Send for Member {}
    pub struct Pool {
        members: Mutex<BTreeMap<String, Arc<Member>>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let pool = &*(r as *const Pool);
        let members: Vec<Arc<Member>> = pool.members.lock().unwrap_or_else(|e| e.into_inner()).values().cloned().collect();
        members.iter().all(|m| m.up.load(Ordering::Relaxed) && m.failures.get() < 3) as BOOL //~ unguarded_shared_state
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let pool = &*(r as *const Pool);
        for (_name, member) in pool.members.lock().unwrap_or_else(|e| e.into_inner()).iter() {
            member.up.store(false, Ordering::Relaxed);
            member.failures.set(0);
        }
    }
}

/// The same, and the counters are looked at under the lock.
mod h2 {
    use super::*;
    pub struct Member {
        failures: Cell<u32>,
    }
    pub struct Pool {
        members: Mutex<BTreeMap<String, Arc<Member>>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let pool = &*(r as *const Pool);
        let Ok(members) = pool.members.lock() else { return FALSE };
        let worst = members.values().map(|m| m.failures.get()).max().unwrap_or(0);
        (worst < 3) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let pool = &*(r as *const Pool);
        if let Ok(members) = pool.members.lock() {
            members.iter().for_each(|(_, m)| m.failures.set(0));
        }
    }
}

/// All handles are drained and closed; the other side copied the first.
mod h3 {
    use super::*;
    pub struct Group {
        processes: Mutex<Vec<usize>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let group = &*(r as *const Group);
        let first = group.processes.lock().ok().and_then(|p| p.first().copied());
        match first {
            Some(process) => (WaitForSingleObject(process as HANDLE, 0) == WAIT_TIMEOUT) as BOOL, //~ use_after_terminate
            None => FALSE,
        }
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let group = &*(r as *const Group);
        if let Ok(mut processes) = group.processes.lock() {
            for process in processes.drain(..) {
                CloseHandle(process as HANDLE);
            }
        }
    }
}

/// Drained, then closed after the lock; asked within it.
mod h4 {
    use super::*;
    pub struct Group {
        processes: Mutex<LinkedList<usize>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let group = &*(r as *const Group);
        let Ok(processes) = group.processes.try_lock() else { return TRUE };
        processes.iter().all(|p| WaitForSingleObject(*p as HANDLE, 0) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let group = &*(r as *const Group);
        let all = match group.processes.lock() {
            Ok(mut processes) => mem::take(&mut *processes),
            Err(poisoned) => mem::take(&mut *poisoned.into_inner()),
        };
        for process in all {
            TerminateProcess(process as HANDLE, 1);
            CloseHandle(process as HANDLE);
        }
    }
}

/// A sender in a `static mut`: sending is safe, putting it there and taking it away is not.
mod h5 {
    use super::*;
    static mut TO_WORKER: Option<SyncSender<u32>> = None;
    pub unsafe extern "system" fn looks_alive(_: RESID) -> BOOL {
        match &*std::ptr::addr_of!(TO_WORKER) { //~ unguarded_shared_state
            Some(to_worker) => to_worker.try_send(1).is_ok() as BOOL,
            None => FALSE,
        }
    }
    pub unsafe extern "system" fn terminate(_: RESID) {
        *std::ptr::addr_of_mut!(TO_WORKER) = None;
    }
}

/// Queues and lists that only `&mut` changes, behind a raw pointer.
mod h6 {
    use super::*;
    pub struct Ring {
        last: VecDeque<u32>,
        seen: BinaryHeap<u32>,
        fixed: [AtomicU32; 4],
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let ring = r as *const Ring;
        let worst = (*ring).seen.peek().copied().unwrap_or(0); //~ unguarded_shared_state
        let newest = (*ring).last.back().copied().unwrap_or(0); //~ unguarded_shared_state
        (worst + newest + (*ring).fixed[1].load(Ordering::Relaxed) == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let ring = r as *mut Ring;
        (*ring).last.push_back(1);
        (*ring).seen.push(1);
        (*ring).fixed[1].store(1, Ordering::Relaxed);
    }
}

/// A table of one's own with `Index`, behind a lock of one's own, which runs closures.
mod h7 {
    use super::*;
    pub struct Table<T> {
        slots: Vec<Option<T>>,
    }
    impl<T> Index<usize> for Table<T> {
        type Output = Option<T>;
        fn index(&self, at: usize) -> &Option<T> {
            &self.slots[at] //~ panics_across_ffi
        }
    }
    impl<T> IndexMut<usize> for Table<T> {
        fn index_mut(&mut self, at: usize) -> &mut Option<T> {
            &mut self.slots[at] //~ panics_across_ffi
        }
    }
    pub struct Locked<T> {
        lock: UnsafeCell<SRWLOCK>,
        inner: UnsafeCell<T>,
    }
    unsafe impl<T> Sync for Locked<T> {}
    extern "system" {
        fn AcquireSRWLockExclusive(lock: *mut SRWLOCK);
        fn ReleaseSRWLockExclusive(lock: *mut SRWLOCK);
    }
    impl<T> Locked<T> {
        pub fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
            struct Leave(*mut SRWLOCK);
            impl Drop for Leave {
                fn drop(&mut self) {
                    unsafe { ReleaseSRWLockExclusive(self.0) }
                }
            }
            unsafe { AcquireSRWLockExclusive(self.lock.get()) };
            let _leave = Leave(self.lock.get());
            f(unsafe { &mut *self.inner.get() })
        }
        pub fn peek(&self) -> &T {
            unsafe { &*self.inner.get() }
        }
    }
    pub struct Slot {
        process: HANDLE,
        checks: u32,
    }
    static TABLE: Locked<Table<Slot>> =
        Locked { lock: UnsafeCell::new(SRWLOCK { Ptr: null_mut() }), inner: UnsafeCell::new(Table { slots: Vec::new() }) };
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        TABLE.with(|table| match &mut table[r as usize] {
            Some(slot) => {
                slot.checks += 1;
                unsafe { WaitForSingleObject(slot.process, 0) == WAIT_TIMEOUT }
            }
            None => false,
        }) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        if let Some(slot) = TABLE.with(|table| table[r as usize].take()) {
            CloseHandle(slot.process);
        }
    }
    pub unsafe extern "system" fn looks_alive_without(r: RESID) -> BOOL {
        match &TABLE.peek()[r as usize] { //~ unguarded_shared_state
            Some(slot) => (WaitForSingleObject(slot.process, 0) == WAIT_TIMEOUT) as BOOL, //~ use_after_terminate
            None => FALSE,
        }
    }
}

/// `Option<Arc<Inner>>` in a `RwLock`: who takes it out waits for those who look at what is behind.
mod h8 {
    use super::*;
    pub struct Inner {
        beats: AtomicU64,
        state: Mutex<u32>,
        note: UnsafeCell<u32>,
    }
    unsafe impl Sync for Inner {}
    unsafe impl Send for Inner {}
    pub struct I {
        inner: RwLock<Option<Arc<Inner>>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let guard = i.inner.read().unwrap_or_else(|e| e.into_inner());
        let Some(inner) = guard.as_deref() else { return FALSE };
        inner.beats.fetch_add(1, Ordering::Relaxed);
        let note = *inner.note.get();
        (note == 0 && inner.state.lock().map(|s| *s == 0).unwrap_or(false)) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let inner = i.inner.write().unwrap_or_else(|e| e.into_inner()).take();
        if let Some(inner) = inner {
            *inner.state.lock().unwrap_or_else(|e| e.into_inner()) = 1;
            *inner.note.get() = 1;
        }
    }
}

/// Entries made on demand; both sides under the map's lock, then one after it.
mod h9 {
    use super::*;
    #[derive(Default)]
    pub struct Stats {
        ok: u32,
        bad: u32,
    }
    static STATS: Mutex<BTreeMap<usize, Stats>> = Mutex::new(BTreeMap::new());
    static mut LAST: u32 = 0;
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let mut stats = STATS.lock().unwrap_or_else(|e| e.into_inner());
        let entry = stats.entry(r as usize).or_default();
        entry.ok += 1;
        let (ok, bad) = (entry.ok, entry.bad);
        drop(stats);
        LAST = ok; //~ unguarded_shared_state
        (ok > bad) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let mut stats = STATS.lock().unwrap_or_else(|e| e.into_inner());
        if let Some(stats) = stats.get_mut(&(r as usize)) {
            stats.bad += 1;
        }
        LAST = 0;
    }
}

/// A wrapper that only forwards: `Deref` to what a lock keeps, by a guard that it returns.
mod h10 {
    use super::*;
    pub struct Shared<T>(Arc<Mutex<T>>);
    pub struct Held<'a, T>(MutexGuard<'a, T>);
    impl<T> Shared<T> {
        pub fn hold(&self) -> Held<'_, T> {
            Held(self.0.lock().unwrap_or_else(|e| e.into_inner()))
        }
    }
    impl<T> Deref for Held<'_, T> {
        type Target = T;
        fn deref(&self) -> &T {
            &self.0
        }
    }
    impl<T> DerefMut for Held<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            &mut self.0
        }
    }
    pub struct Conn {
        key: HKEY,
        reads: u32,
    }
    pub struct I {
        conn: Shared<Conn>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let mut conn = i.conn.hold();
        conn.reads += 1;
        (RegQueryValueExW(conn.key, w!("State"), null(), null_mut(), null_mut(), null_mut()) == 0) as BOOL
    }
    pub unsafe extern "system" fn looks_alive_copied(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let key = i.conn.hold().key;
        (RegQueryValueExW(key, w!("State"), null(), null_mut(), null_mut(), null_mut()) == 0) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let mut conn = i.conn.hold();
        conn.reads = 0;
        RegCloseKey(mem::replace(&mut conn.key, null_mut()));
    }
}

/// Swapped with a local under the lock; what came out is closed without it. The other side holds it while it asks.
mod h11 {
    use super::*;
    #[derive(Default)]
    pub struct Handles {
        all: Vec<usize>,
    }
    pub struct I {
        handles: Mutex<Handles>,
        copy: Mutex<Vec<usize>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let handles = i.handles.lock().unwrap_or_else(|e| e.into_inner());
        handles.all.iter().any(|h| WaitForSingleObject(*h as HANDLE, 0) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let mut taken = Handles::default();
        mem::swap(&mut taken, &mut *i.handles.lock().unwrap_or_else(|e| e.into_inner()));
        taken.all.into_iter().for_each(|h| {
            CloseHandle(h as HANDLE);
        });
        i.copy.lock().unwrap_or_else(|e| e.into_inner()).clear();
    }
}

/// A copy of the whole list is a list of the same handles.
mod h12 {
    use super::*;
    pub struct I {
        handles: RwLock<Vec<usize>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let handles = i.handles.read().unwrap_or_else(|e| e.into_inner()).to_vec();
        let mut alive = 0;
        for handle in &handles {
            alive += (WaitForSingleObject(*handle as HANDLE, 0) == WAIT_TIMEOUT) as u32; //~ use_after_terminate
        }
        (alive as usize == handles.len()) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let mut handles = i.handles.write().unwrap_or_else(|e| e.into_inner());
        while let Some(handle) = handles.pop() {
            CloseHandle(handle as HANDLE);
        }
    }
}

table!(T1: h1::looks_alive, h1::terminate);
table!(T2: h2::looks_alive, h2::terminate);
table!(T3: h3::looks_alive, h3::terminate);
table!(T4: h4::looks_alive, h4::terminate);
table!(T5: h5::looks_alive, h5::terminate);
table!(T6: h6::looks_alive, h6::terminate);
table!(T7: h7::looks_alive, h7::terminate);
table!(T7B: h7::looks_alive_without, h7::terminate);
table!(T8: h8::looks_alive, h8::terminate);
table!(T9: h9::looks_alive, h9::terminate);
table!(T10: h10::looks_alive, h10::terminate);
table!(T10B: h10::looks_alive_copied, h10::terminate);
table!(T11: h11::looks_alive, h11::terminate);
table!(T12: h12::looks_alive, h12::terminate);
