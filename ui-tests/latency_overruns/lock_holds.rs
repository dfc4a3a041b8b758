//! Waiting for a lock takes as long as others hold it: `Terminate`, a thread. An attempt waits for nobody.
//@ bounds: TOGETHER=350ms TRIED=150ms GIVEN_BACK=150ms THREAD=350ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::{Arc, Mutex};
use windows::*;

struct Instance {
    state: Arc<Mutex<u32>>,
    event: HANDLE,
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

mod together_too_long {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL { //~ latency_overruns
        let Ok(state) = of(resource).state.lock() else { return FALSE };
        (*state == 1 && WaitForSingleObject(of(resource).event, 150) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let Ok(mut state) = of(resource).state.lock() else { return };
        WaitForSingleObject(of(resource).event, 200);
        *state = 0;
    }
}

mod tried {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let Ok(state) = of(resource).state.try_lock() else { return TRUE };
        (*state == 1 && WaitForSingleObject(of(resource).event, 150) == WAIT_TIMEOUT) as BOOL
    }
    pub use super::together_too_long::terminate;
}

mod given_back_first {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let Ok(state) = of(resource).state.lock() else { return FALSE };
        (*state == 1 && WaitForSingleObject(of(resource).event, 150) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        if let Ok(mut state) = of(resource).state.lock() {
            *state = 0;
        }
        WaitForSingleObject(of(resource).event, 200);
    }
}

mod thread {
    use super::*;
    pub unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
        let state = Arc::clone(&of(resource).state);
        std::thread::spawn(move || {
            let Ok(mut state) = state.lock() else { return };
            std::thread::sleep(std::time::Duration::from_millis(250));
            *state = 1;
        });
        ERROR_IO_PENDING
    }
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL { //~ latency_overruns
        let alive = of(resource).state.lock().is_ok_and(|state| *state == 1);
        (alive && WaitForSingleObject(of(resource).event, 100) == WAIT_TIMEOUT) as BOOL
    }
    pub unsafe extern "system" fn terminate(_resource: *mut c_void) {}
}

table!(TOGETHER: together_too_long::looks_alive, together_too_long::terminate);
table!(TRIED: tried::looks_alive, tried::terminate);
table!(GIVEN_BACK: given_back_first::looks_alive, given_back_first::terminate);
table!(THREAD: thread::looks_alive, thread::terminate, Online: thread::online);
