//! A small framework: a trait, trampolines for each resource type that run its methods, panics caught at the boundary. What is
//! wrong stands in the resources, not in the framework.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::{Cell, UnsafeCell};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use windows::*;

trait Resource: Sync + Sized {
    fn open() -> Self;
    fn looks_alive(&self) -> bool;
    fn terminate(&self);
}

struct Context<R> {
    resource: R,
    terminated: AtomicBool,
}

unsafe fn with<R: Resource, T>(id: *mut c_void, otherwise: T, f: impl FnOnce(&Context<R>) -> T) -> T {
    if id.is_null() {
        return otherwise;
    }
    let context = &*(id as *const Context<R>);
    catch_unwind(AssertUnwindSafe(|| f(context))).unwrap_or(otherwise)
}

unsafe extern "system" fn open<R: Resource>(_name: PCWSTR, _key: HKEY, _handle: isize) -> *mut c_void {
    let context = Context { resource: R::open(), terminated: AtomicBool::new(false) };
    Arc::into_raw(Arc::new(context)) as *mut c_void
}

unsafe extern "system" fn close<R: Resource>(id: *mut c_void) {
    drop(Arc::from_raw(id as *const Context<R>));
}

unsafe extern "system" fn looks_alive<R: Resource>(id: *mut c_void) -> BOOL {
    with(id, FALSE, |context: &Context<R>| {
        (!context.terminated.load(Ordering::Acquire) && context.resource.looks_alive()) as BOOL
    })
}

unsafe extern "system" fn terminate<R: Resource>(id: *mut c_void) {
    with(id, (), |context: &Context<R>| {
        context.terminated.store(true, Ordering::Release);
        context.resource.terminate();
    });
}

macro_rules! resource {
    ($name:ident: $type:ty) => {
        table!($name: looks_alive::<$type>, terminate::<$type>, Open: open::<$type>, Close: close::<$type>);
    };
}

/// What everybody may touch, somebody said.
struct Loose<T>(UnsafeCell<T>);
unsafe impl<T> Sync for Loose<T> {}

impl<T> Loose<T> {
    #[allow(clippy::mut_from_ref)]
    fn get(&self) -> &mut T {
        unsafe { &mut *self.0.get() }
    }
}

struct Racy {
    state: Loose<u32>,
    lock: Mutex<()>,
}

impl Resource for Racy {
    fn open() -> Self {
        Racy { state: Loose(UnsafeCell::new(0)), lock: Mutex::new(()) }
    }

    fn looks_alive(&self) -> bool {
        *self.state.get() == 1 //~ unguarded_shared_state
    }

    fn terminate(&self) {
        let _guard = self.lock.lock();
        *self.state.get() = 0;
    }
}

struct Guarded {
    state: Loose<u32>,
    lock: Mutex<()>,
}

impl Resource for Guarded {
    fn open() -> Self {
        Guarded { state: Loose(UnsafeCell::new(0)), lock: Mutex::new(()) }
    }

    fn looks_alive(&self) -> bool {
        let Ok(_guard) = self.lock.try_lock() else { return true };
        *self.state.get() == 1
    }

    fn terminate(&self) {
        let _guard = self.lock.lock();
        *self.state.get() = 0;
    }
}

/// Parts behind objects: which implementation it is does not matter to the place.
trait Part: Send {
    fn is_well(&self) -> bool;
    fn stop(&self);
}

struct Counted {
    polls: Cell<u32>,
}

impl Part for Counted {
    fn is_well(&self) -> bool {
        self.polls.set(self.polls.get() + 1); //~ unguarded_shared_state
        true
    }

    fn stop(&self) {
        self.polls.set(0);
    }
}

struct Objects {
    parts: Vec<Box<dyn Part>>,
}
unsafe impl Sync for Objects {}

impl Resource for Objects {
    fn open() -> Self {
        Objects { parts: vec![Box::new(Counted { polls: Cell::new(0) })] }
    }

    fn looks_alive(&self) -> bool {
        self.parts.iter().all(|part| part.is_well())
    }

    fn terminate(&self) {
        for part in &self.parts {
            part.stop();
        }
    }
}

struct Locked {
    parts: RwLock<Vec<Mutex<Box<dyn Part>>>>,
}

struct Atomic {
    stopped: AtomicBool,
}

impl Part for Atomic {
    fn is_well(&self) -> bool {
        !self.stopped.load(Ordering::Acquire)
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
    }
}

impl Resource for Locked {
    fn open() -> Self {
        Locked { parts: RwLock::new(vec![Mutex::new(Box::new(Atomic { stopped: AtomicBool::new(false) }))]) }
    }

    fn looks_alive(&self) -> bool {
        self.parts.read().is_ok_and(|parts| parts.iter().all(|part| part.lock().is_ok_and(|part| part.is_well())))
    }

    fn terminate(&self) {
        if let Ok(mut parts) = self.parts.write() {
            for part in parts.drain(..) {
                if let Ok(part) = part.lock() {
                    part.stop();
                }
            }
        }
    }
}

resource!(RACY: Racy);
resource!(GUARDED: Guarded);
resource!(OBJECTS: Objects);
resource!(LOCKED: Locked);
