//! Verdicts about shared state against reality: what is called a race can happen, and what is called sound cannot.
//!
//! Each case is a program as people write it, which the tool judges, and the same accesses under the same locks as a model that
//! loom runs in every order that two threads allow: one thread is `LooksAlive`, the other `Terminate`. A wrong program has
//! an order in which loom finds two accesses at once (or both threads waiting for each other); its repaired twin has none.
//!
//! Plain memory is a cell of the model that says whether two accesses overlap; what a handle stands for, one that also says
//! whether it was closed before.

use crate::ui::{ROOT, findings, tool};
use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use loom::sync::{Arc, Mutex, MutexGuard, RwLock};
use std::path::Path;

/// Plain memory: reads may overlap, a write with nothing. What is closed may not be read any more.
#[derive(Default)]
struct Plain {
    readers: AtomicUsize,
    writers: AtomicUsize,
    closed: AtomicBool,
}

impl Plain {
    fn read(&self) {
        self.readers.fetch_add(1, Ordering::AcqRel);
        // Exchanges, so that no stale value is seen.
        assert_eq!(self.writers.fetch_add(0, Ordering::AcqRel), 0, "read while it is written");
        assert!(!self.closed.fetch_or(false, Ordering::AcqRel), "read after it was closed");
        self.readers.fetch_sub(1, Ordering::AcqRel);
    }

    fn write(&self) {
        assert_eq!(self.writers.fetch_add(1, Ordering::AcqRel), 0, "written twice at once");
        assert_eq!(self.readers.fetch_add(0, Ordering::AcqRel), 0, "written while it is read");
        self.writers.fetch_sub(1, Ordering::AcqRel);
    }

    fn close(&self) {
        self.write();
        self.closed.fetch_or(true, Ordering::AcqRel);
    }
}

/// Whether some order of the two sides goes wrong.
fn goes_wrong<S>(
    state: fn() -> S,
    looks_alive: impl Fn(&S) + Copy + Send + Sync + 'static,
    terminate: impl Fn(&S) + Copy + Send + Sync + 'static,
) -> bool
where
    S: Send + Sync + 'static,
{
    // A thread of its own: loom leaves nothing behind in it when a model fails.
    let explored = std::thread::spawn(move || {
        loom::model(move || {
            let shared = Arc::new(state());
            let other = {
                let shared = Arc::clone(&shared);
                loom::thread::spawn(move || terminate(&shared))
            };
            looks_alive(&shared);
            let _ = other.join();
        });
    });
    explored.join().is_err()
}

/// The lints that the tool reports for a program whose instance and entry points are given.
fn reported(instance: &str, looks_alive: &str, terminate: &str) -> Vec<String> {
    let program = format!(
        "#[path = \"cluster_stub.rs\"]
mod windows;
use std::cell::*;
use std::sync::atomic::*;
use std::sync::*;
use windows::*;
{instance}
unsafe impl Sync for Instance {{}}
unsafe extern \"system\" fn looks_alive(resource: *mut c_void) -> BOOL {{
    let it = &*(resource as *const Instance);
    {looks_alive}
}}
unsafe extern \"system\" fn terminate(resource: *mut c_void) {{
    let it = &*(resource as *const Instance);
    {terminate}
}}
table!(TABLE: looks_alive, terminate);
"
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(Path::new(ROOT).join("ui-tests/support/cluster_stub.rs"), folder.path().join("cluster_stub.rs")).unwrap();
    std::fs::write(folder.path().join("dll.rs"), program).unwrap();
    let output = tool(folder.path(), &["check", "--message-format=json", "dll.rs"].map(str::to_owned));
    let found = findings(&output).unwrap();
    let mut lints: Vec<String> = found.into_values().flatten().filter_map(|f| f.split_once(':').map(|(_, lint)| lint.to_owned())).collect();
    lints.sort();
    lints.dedup();
    lints
}

const NOTHING: [&str; 0] = [];

#[test]
fn a_plain_write_and_a_plain_read() {
    struct Instance {
        lock: Mutex<()>,
        code: Plain,
    }
    let new = || Instance { lock: Mutex::new(()), code: Plain::default() };
    let text = "struct Instance { lock: Mutex<()>, code: UnsafeCell<u32> }";

    let wrong = reported(text, "(*it.code.get() == 0) as BOOL", "*it.code.get() = 1;");
    assert_eq!(wrong, ["unguarded_shared_state"]);
    assert!(goes_wrong(new, |it| it.code.read(), |it| it.code.write()));

    let half = reported(text, "(*it.code.get() == 0) as BOOL", "let _guard = it.lock.lock(); *it.code.get() = 1;");
    assert_eq!(half, ["unguarded_shared_state"]);
    assert!(goes_wrong(
        new,
        |it| it.code.read(),
        |it| {
            let _guard = it.lock.lock().unwrap();
            it.code.write();
        }
    ));

    let right =
        reported(text, "let _guard = it.lock.lock(); (*it.code.get() == 0) as BOOL", "let _guard = it.lock.lock(); *it.code.get() = 1;");
    assert_eq!(right, NOTHING);
    assert!(!goes_wrong(
        new,
        |it| {
            let _guard = it.lock.lock().unwrap();
            it.code.read();
        },
        |it| {
            let _guard = it.lock.lock().unwrap();
            it.code.write();
        }
    ));
}

#[test]
fn two_locks_and_one() {
    struct Instance {
        one: Mutex<()>,
        two: Mutex<()>,
        code: Plain,
    }
    let new = || Instance { one: Mutex::new(()), two: Mutex::new(()), code: Plain::default() };
    let text = "struct Instance { one: Mutex<()>, two: Mutex<()>, code: UnsafeCell<u32> }";

    let looks = "let _guard = it.one.lock(); (*it.code.get() == 0) as BOOL";
    assert_eq!(reported(text, looks, "let _guard = it.two.lock(); *it.code.get() = 1;"), ["inconsistent_guards"]);
    let read = |it: &Instance| {
        let _guard = it.one.lock().unwrap();
        it.code.read();
    };
    assert!(goes_wrong(new, read, |it| {
        let _guard = it.two.lock().unwrap();
        it.code.write();
    }));

    assert_eq!(reported(text, looks, "let _other = it.two.lock(); let _guard = it.one.lock(); *it.code.get() = 1;"), NOTHING);
    assert!(!goes_wrong(new, read, |it| {
        let _other = it.two.lock().unwrap();
        let _guard = it.one.lock().unwrap();
        it.code.write();
    }));
}

#[test]
fn a_write_under_a_shared_lock() {
    struct Instance {
        lock: RwLock<()>,
        code: Plain,
    }
    let new = || Instance { lock: RwLock::new(()), code: Plain::default() };
    let text = "struct Instance { lock: RwLock<()>, code: Cell<u32> }";

    let looks = "let _guard = it.lock.read(); (it.code.get() == 0) as BOOL";
    assert_eq!(reported(text, looks, "let _guard = it.lock.read(); it.code.set(1);"), ["inconsistent_guards"]);
    let read = |it: &Instance| {
        let _guard = it.lock.read().unwrap();
        it.code.read();
    };
    assert!(goes_wrong(new, read, |it| {
        let _guard = it.lock.read().unwrap();
        it.code.write();
    }));

    assert_eq!(reported(text, looks, "let _guard = it.lock.write(); it.code.set(1);"), NOTHING);
    assert!(!goes_wrong(new, read, |it| {
        let _guard = it.lock.write().unwrap();
        it.code.write();
    }));
}

#[test]
fn a_handle_that_is_closed() {
    /// A slot with a handle's number (0: none), and what the number stands for.
    struct Instance {
        lock: Mutex<bool>,
        slot: AtomicUsize,
        object: Plain,
    }
    let new = || Instance { lock: Mutex::new(true), slot: AtomicUsize::new(7), object: Plain::default() };
    let text = "struct Instance { slot: AtomicPtr<c_void>, guarded: Mutex<Option<usize>> }";

    // Swapped out of an atomic: whoever loaded it before goes on.
    let wrong = reported(
        text,
        "let handle = it.slot.load(Ordering::Acquire); (!handle.is_null() && WaitForSingleObject(handle, 0) == WAIT_TIMEOUT) as BOOL",
        "let handle = it.slot.swap(null_mut(), Ordering::AcqRel); if !handle.is_null() { CloseHandle(handle); }",
    );
    assert_eq!(wrong, ["use_after_terminate"]);
    assert!(goes_wrong(
        new,
        |it| {
            if it.slot.load(Ordering::Acquire) != 0 {
                it.object.read();
            }
        },
        |it| {
            if it.slot.swap(0, Ordering::AcqRel) != 0 {
                it.object.close();
            }
        }
    ));

    // Taken out under the lock that it is used under.
    let right = reported(
        text,
        "let Ok(handle) = it.guarded.lock() else { return FALSE };
         handle.is_some_and(|handle| WaitForSingleObject(handle as HANDLE, 0) == WAIT_TIMEOUT) as BOOL",
        "let taken = it.guarded.lock().ok().and_then(|mut handle| handle.take());
         if let Some(handle) = taken { CloseHandle(handle as HANDLE); }",
    );
    assert_eq!(right, NOTHING);
    assert!(!goes_wrong(
        new,
        |it| {
            let handle = it.lock.lock().unwrap();
            if *handle {
                it.object.read();
            }
        },
        |it| {
            let taken = std::mem::take(&mut *it.lock.lock().unwrap());
            if taken {
                it.object.close();
            }
        }
    ));
}

#[test]
fn two_orders_of_two_locks() {
    struct Instance {
        a: Mutex<()>,
        b: Mutex<()>,
        waiting: AtomicUsize,
    }
    /// Takes a lock while another is held; two threads that both wait here wait for ever.
    fn second<'a>(it: &Instance, lock: &'a Mutex<()>) -> MutexGuard<'a, ()> {
        loop {
            if let Ok(guard) = lock.try_lock() {
                return guard;
            }
            assert_eq!(it.waiting.fetch_add(1, Ordering::AcqRel), 0, "each waits for what the other holds");
            loom::thread::yield_now();
            it.waiting.fetch_sub(1, Ordering::AcqRel);
        }
    }
    let new = || Instance { a: Mutex::new(()), b: Mutex::new(()), waiting: AtomicUsize::new(0) };
    let text = "struct Instance { a: Mutex<u32>, b: Mutex<u32> }";

    let looks = "let Ok(a) = it.a.lock() else { return FALSE }; let Ok(b) = it.b.lock() else { return FALSE }; (*a + *b == 0) as BOOL";
    let other = "let Ok(mut b) = it.b.lock() else { return }; let Ok(a) = it.a.lock() else { return }; *b = *a;";
    assert_eq!(reported(text, looks, other), ["lock_order_inversions"]);
    let a_then_b = |it: &Instance| {
        let _a = it.a.lock().unwrap();
        let _b = second(it, &it.b);
    };
    assert!(goes_wrong(new, a_then_b, |it| {
        let _b = it.b.lock().unwrap();
        let _a = second(it, &it.a);
    }));

    let same = "let Ok(mut a) = it.a.lock() else { return }; let Ok(b) = it.b.lock() else { return }; *a = *b;";
    assert_eq!(reported(text, looks, same), NOTHING);
    assert!(!goes_wrong(new, a_then_b, a_then_b));
}

#[test]
fn a_flag_and_what_it_does_not_guard() {
    struct Instance {
        stopped: AtomicBool,
        code: Plain,
    }
    let new = || Instance { stopped: AtomicBool::new(false), code: Plain::default() };
    let text = "struct Instance { stopped: AtomicBool, busy: AtomicBool, code: UnsafeCell<u32> }";

    // Asked before, the flag says nothing about afterwards.
    let looks = "if it.stopped.load(Ordering::Acquire) { return FALSE; } (*it.code.get() == 0) as BOOL";
    let wrong = reported(text, looks, "it.stopped.store(true, Ordering::Release); *it.code.get() = 1;");
    assert_eq!(wrong, ["unguarded_shared_state"]);
    assert!(goes_wrong(
        new,
        |it| {
            if !it.stopped.load(Ordering::Acquire) {
                it.code.read();
            }
        },
        |it| {
            it.stopped.store(true, Ordering::Release);
            it.code.write();
        }
    ));

    // Taken by one exchange and given back, it is a lock.
    let looks = "if it.busy.swap(true, Ordering::Acquire) { return TRUE; }
                 let alive = *it.code.get() == 0; it.busy.store(false, Ordering::Release); alive as BOOL";
    let other = "if !it.busy.swap(true, Ordering::Acquire) { *it.code.get() = 1; it.busy.store(false, Ordering::Release); }";
    assert_eq!(reported(text, looks, other), NOTHING);
    let guarded = |it: &Instance, access: fn(&Instance)| {
        if !it.stopped.swap(true, Ordering::Acquire) {
            access(it);
            it.stopped.store(false, Ordering::Release);
        }
    };
    assert!(!goes_wrong(new, move |it| guarded(it, |it| it.code.read()), move |it| guarded(it, |it| it.code.write())));
}
