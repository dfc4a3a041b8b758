//! Counted pointers that are taken out of a slot: what is behind them is still shared with whoever copied one before.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::*;
use std::sync::atomic::*;
use std::sync::*;
use std::thread::JoinHandle;
use windows::*;
type RESID = *mut c_void;

pub struct Worker {
    thread: Mutex<Option<JoinHandle<()>>>,
    stop: AtomicBool,
    note: Cell<u32>,
    process: UnsafeCell<HANDLE>,
}
unsafe impl Sync for Worker {}
unsafe impl Send for Worker {}

impl Worker {
    fn stop(&self) {
        self.stop.store(true, Ordering::Release);
        let mut thread = self.thread.lock().unwrap_or_else(|e| e.into_inner());
        if let Some(thread) = thread.take() {
            let _ = thread.join();
        }
    }
    fn close(&self) {
        unsafe { CloseHandle(*self.process.get()) };
    }
}

pub struct I {
    worker: Mutex<Option<Arc<Worker>>>,
}

impl I {
    fn worker(&self) -> Option<Arc<Worker>> {
        self.worker.lock().ok()?.clone()
    }
    fn take(&self) -> Option<Arc<Worker>> {
        self.worker.lock().ok()?.take()
    }
}

/// It is stopped after it was taken out, under a lock of its own that the other may wait for.
mod stopped {
    use super::*;
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let Some(worker) = i.worker() else { return FALSE };
        let Ok(thread) = worker.thread.lock() else { return FALSE }; //~ contended_guards
        thread.is_some() as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        if let Some(worker) = i.take() {
            worker.stop();
        }
    }
}

/// Plain data and a handle behind a copy that outlives the lock.
mod outlived {
    use super::*;
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let Some(worker) = i.worker() else { return FALSE };
        let note = worker.note.get(); //~ unguarded_shared_state
        (note == 0 && WaitForSingleObject(*worker.process.get(), 0) == WAIT_TIMEOUT) as BOOL //~ use_after_terminate
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let Some(worker) = i.take() else { return };
        worker.note.set(1);
        worker.close();
    }
}

/// The same within the lock: once it is taken out, nobody is there any more.
mod within {
    use super::*;
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let i = &*(r as *const I);
        let Ok(slot) = i.worker.lock() else { return FALSE };
        let Some(worker) = slot.as_ref() else { return FALSE };
        (worker.note.get() == 0 && WaitForSingleObject(*worker.process.get(), 0) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let i = &*(r as *const I);
        let Some(worker) = i.take() else { return };
        worker.note.set(1);
        worker.close();
    }
}

/// Nobody else ever had a copy of what a box keeps.
mod boxed {
    use super::*;
    pub struct J {
        worker: Mutex<Option<Box<Worker>>>,
    }
    pub unsafe extern "system" fn looks_alive(r: RESID) -> BOOL {
        let j = &*(r as *const J);
        let Ok(slot) = j.worker.try_lock() else { return TRUE };
        slot.as_deref().is_some_and(|worker| worker.note.get() == 0) as BOOL
    }
    pub unsafe extern "system" fn terminate(r: RESID) {
        let j = &*(r as *const J);
        let worker = j.worker.lock().ok().and_then(|mut slot| slot.take());
        if let Some(worker) = worker {
            worker.note.set(1);
            worker.stop();
            worker.close();
        }
    }
}

table!(STOPPED: stopped::looks_alive, stopped::terminate);
table!(OUTLIVED: outlived::looks_alive, outlived::terminate);
table!(WITHIN: within::looks_alive, within::terminate);
table!(BOXED: boxed::looks_alive, boxed::terminate);
