//! What `catch_unwind` catches does not leave; what stands beside it does, and so does what an `extern` function inside lets reach its own boundary.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use windows::*;

struct Instance {
    answers: Vec<u32>,
    answer: Option<u32>,
}

impl Instance {
    fn healthy(&self) -> bool {
        self.answers[0] == self.answer.unwrap()
    }

    fn told(&self) -> bool {
        self.answer.unwrap() > 0 //~ panics_across_ffi
    }
}

unsafe extern "system" fn callback(instance: *const Instance) -> u32 {
    (*instance).answer.unwrap() //~ panics_across_ffi
}

fn guarded<T>(default: T, check: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(check)).unwrap_or(default)
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let healthy = panic::catch_unwind(AssertUnwindSafe(|| instance.healthy())).unwrap_or(false);
    let divided = catch_unwind(AssertUnwindSafe(|| 100 / instance.answers.len())).is_ok();
    let through_a_helper = guarded(false, || instance.answers[1] > 0);
    let aborted = catch_unwind(AssertUnwindSafe(|| callback(instance))).is_ok();
    let caught = catch_unwind(AssertUnwindSafe(|| instance.answers.len()));
    let count = caught.unwrap(); //~ panics_across_ffi
    (healthy && divided && through_a_helper && aborted && count > 0 && instance.told()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
