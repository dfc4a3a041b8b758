//! What the 2024 edition says of how long a guard lives: in the branch that is taken where a pattern does not match, and
//! while the variables of a block are dropped.

use core::ffi::c_void;
use std::cell::UnsafeCell;
use std::sync::Mutex;

type Routine = Option<unsafe extern "system" fn(*mut c_void) -> i32>;
type Ended = Option<unsafe extern "system" fn(*mut c_void)>;

#[repr(C)]
pub struct Functions {
    looks_alive: Routine,
    is_alive: Routine,
    terminate: Ended,
}

struct Instance {
    list: Mutex<Vec<u32>>,
    code: UnsafeCell<u32>,
}

unsafe impl Sync for Instance {}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    unsafe { &*(resource as *const Instance) }
}

unsafe extern "system" fn is_alive(_resource: *mut c_void) -> i32 {
    1
}

unsafe extern "system" fn terminate(resource: *mut c_void) {
    let instance = unsafe { of(resource) };
    let _guard = instance.list.lock();
    unsafe { *instance.code.get() = 1 };
}

/// The guard in what `if let` looks at lives through `else` up to 2021, and ends before it since 2024.
unsafe extern "system" fn looks_alive_otherwise(resource: *mut c_void) -> i32 {
    let instance = unsafe { of(resource) };
    let Ok(list) = instance.list.try_lock().map(|list| list.clone()) else { return 1 };
    if let Some(_first) = instance.list.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).first() {
        list.len() as i32
    } else {
        unsafe { (*instance.code.get() == 0) as i32 } //~ unguarded_shared_state
    }
}

/// The same of a match, which is one in both.
unsafe extern "system" fn looks_alive_matched(resource: *mut c_void) -> i32 {
    let instance = unsafe { of(resource) };
    match instance.list.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).first() {
        Some(_first) => 1,
        None => unsafe { (*instance.code.get() == 0) as i32 },
    }
}

struct Look<'a>(&'a Instance);

impl Drop for Look<'_> {
    fn drop(&mut self) {
        let code = unsafe { *self.0.code.get() }; //~ unguarded_shared_state
        if code > 1 {
            std::process::abort();
        }
    }
}

/// A block's variables are dropped under the guard in its value up to 2021, and after it since 2024.
unsafe extern "system" fn looks_alive_dropped(resource: *mut c_void) -> i32 {
    let instance = unsafe { of(resource) };
    let _look = Look(instance);
    instance.list.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).len() as i32
}

pub static OTHERWISE: Functions =
    Functions { looks_alive: Some(looks_alive_otherwise), is_alive: Some(is_alive), terminate: Some(terminate) };
pub static MATCHED: Functions =
    Functions { looks_alive: Some(looks_alive_matched), is_alive: Some(is_alive), terminate: Some(terminate) };
pub static DROPPED: Functions =
    Functions { looks_alive: Some(looks_alive_dropped), is_alive: Some(is_alive), terminate: Some(terminate) };
