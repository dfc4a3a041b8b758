//! A value that is moved away, forgotten, leaked, borrowed, or never made does not run its `Drop` here.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::mem::{self, ManuallyDrop};
use std::sync::Mutex;
use std::thread::JoinHandle;
use windows::*;

macro_rules! worker {
    ($($name:ident),*) => {
        $(struct $name(Option<JoinHandle<()>>);

        impl Drop for $name {
            fn drop(&mut self) {
                if let Some(handle) = self.0.take() {
                    let _ = handle.join();
                }
            }
        })*
    };
}

worker!(Forgotten, Manual, Leaked, Raw, Borrowed, Stored, Returned, NeverMade, InThread, Pushed);

static STORED: Mutex<Option<Stored>> = Mutex::new(None);

fn returned() -> Returned {
    Returned(None)
}

fn passed(worker: Returned) -> Returned {
    worker
}

fn borrowed(worker: &Borrowed) -> bool {
    worker.0.is_some()
}

fn pushed(list: &mut Vec<Pushed>) {
    let worker = Pushed(None);
    list.push(worker);
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    mem::forget(Forgotten(None));
    let _manual = ManuallyDrop::new(Manual(None));
    Box::leak(Box::new(Leaked(None)));
    let _raw = Box::into_raw(Box::new(Raw(None)));
    borrowed(&*(resource as *const Borrowed));
    if let Ok(mut slot) = STORED.try_lock() {
        if slot.is_none() {
            mem::forget(slot.replace(Stored(None)));
        }
    }
    mem::forget(passed(returned()));
    let none: Option<NeverMade> = None;
    let worker = InThread(None);
    std::thread::spawn(move || worker.0.is_some()); //~ panics_across_ffi
    let mut list = Vec::new();
    pushed(&mut list);
    mem::forget(list);
    none.is_none() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
