//! Who holds the lock that `LooksAlive` waits for, and how long: over a join, 30 seconds, I/O in a thread, a static's lock in
//! `Online`; a short hold, a wait that gives the lock up, and an attempt are silent.
//@ bounds: OVER_JOIN=0ms JOINED_AFTER=0ms SAME_STATEMENT=0ms THIRTY_SECONDS=0ms EACH_ROUND=5ms SHORT_WAIT=50ms GIVES_IT_UP=0ms GIVES_ANOTHER_UP=0ms TRIED=0ms THREAD=0ms CAREFUL_THREAD=0ms STATICS=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;
use windows::*;

struct Shared {
    state: Mutex<u32>,
    done: Condvar,
    monitor: Mutex<Option<JoinHandle<()>>>,
    event: usize,
}

struct Instance {
    shared: Arc<Shared>,
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Arc<Shared> {
    &(*(resource as *const Instance)).shared
}

mod over_join {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        of(resource).monitor.lock().is_ok_and(|monitor| monitor.is_some()) as BOOL //~ contended_guards
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let mut monitor = match of(resource).monitor.lock() {
            Ok(monitor) => monitor,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some(monitor) = monitor.take() {
            let _ = monitor.join();
        }
    }
}

mod joined_after {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        of(resource).monitor.lock().is_ok_and(|monitor| monitor.is_some()) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let taken = of(resource).monitor.lock().ok().and_then(|mut monitor| monitor.take());
        if let Some(monitor) = taken {
            let _ = monitor.join();
        }
    }
}

/// In edition 2021 what `if let` looks at is dropped after the `if let`, the guard in it too.
mod joined_in_the_same_statement {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        of(resource).monitor.lock().is_ok_and(|monitor| monitor.is_some()) as BOOL //~ contended_guards
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        if let Some(monitor) = of(resource).monitor.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take() {
            let _ = monitor.join();
        }
    }
}

mod thirty_seconds {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let Ok(state) = of(resource).state.lock() else { return FALSE }; //~ contended_guards
        (*state == 1) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let shared = of(resource);
        let Ok(mut state) = shared.state.lock() else { return };
        for _ in 0..300 {
            if WaitForSingleObject(shared.event as HANDLE, 0) == WAIT_OBJECT_0 {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        *state = 0;
    }
}

/// Every round takes the lock anew: no hold is longer than one round's.
mod taken_each_round {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let Ok(state) = of(resource).state.lock() else { return FALSE };
        (*state == 1) as BOOL
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let shared = of(resource);
        for _ in 0..300 {
            {
                let Ok(state) = shared.state.lock() else { return };
                WaitForSingleObject(shared.event as HANDLE, 5);
                if *state == 0 {
                    return;
                }
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

mod short_wait {
    use super::*;
    pub use super::taken_each_round::looks_alive;
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let shared = of(resource);
        if let Ok(mut state) = shared.state.lock() {
            WaitForSingleObject(shared.event as HANDLE, 50);
            *state = 0;
        }
        WaitForSingleObject(shared.event as HANDLE, INFINITE);
    }
}

mod gives_it_up {
    use super::*;
    pub use super::taken_each_round::looks_alive;
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let shared = of(resource);
        let Ok(mut state) = shared.state.lock() else { return };
        while *state != 0 {
            state = match shared.done.wait(state) {
                Ok(state) => state,
                Err(poisoned) => poisoned.into_inner(),
            };
        }
        *state = 2;
    }
}

/// The wait gives up its own lock, not the other one.
mod gives_another_up {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        of(resource).monitor.lock().is_ok_and(|monitor| monitor.is_some()) as BOOL //~ contended_guards
    }
    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let shared = of(resource);
        let Ok(_monitor) = shared.monitor.lock() else { return };
        let Ok(state) = shared.state.lock() else { return };
        drop(shared.done.wait_while(state, |state| *state != 0));
    }
}

mod tried {
    use super::*;
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        match of(resource).state.try_lock() {
            Ok(state) => (*state == 1) as BOOL,
            Err(_) => TRUE,
        }
    }
    pub use super::thirty_seconds::terminate;
}

/// The thread looks over the network under the lock.
mod thread {
    use super::*;
    pub unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
        let shared = Arc::clone(of(resource));
        std::thread::spawn(move || loop {
            if let Ok(mut state) = shared.state.lock() {
                *state = TcpStream::connect("server:80").is_ok() as u32;
            }
            std::thread::sleep(Duration::from_secs(5));
        });
        ERROR_IO_PENDING
    }
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let Ok(state) = of(resource).state.lock() else { return FALSE }; //~ contended_guards
        (*state == 1) as BOOL
    }
    pub unsafe extern "system" fn terminate(_resource: *mut c_void) {}
}

mod careful_thread {
    use super::*;
    pub unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
        let shared = Arc::clone(of(resource));
        std::thread::spawn(move || loop {
            let answers = TcpStream::connect("server:80").is_ok();
            if let Ok(mut state) = shared.state.lock() {
                *state = answers as u32;
            }
            std::thread::sleep(Duration::from_secs(5));
        });
        ERROR_IO_PENDING
    }
    pub use super::taken_each_round::looks_alive;
    pub unsafe extern "system" fn terminate(_resource: *mut c_void) {}
}

static REGISTRY: Mutex<Vec<usize>> = Mutex::new(Vec::new());

/// Another instance's `Online` may hold a lock that all share; it cannot hold this instance's.
mod statics {
    use super::*;
    pub unsafe extern "system" fn online(resource: *mut c_void, _event: *mut HANDLE) -> u32 {
        let Ok(_own) = of(resource).state.lock() else { return 1 };
        let Ok(mut all) = REGISTRY.lock() else { return 1 };
        WaitForSingleObject(of(resource).event as HANDLE, 10_000);
        all.push(resource as usize);
        0
    }
    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let Ok(own) = of(resource).state.lock() else { return FALSE };
        let Ok(all) = REGISTRY.lock() else { return FALSE }; //~ contended_guards
        (*own == 1 && all.contains(&(resource as usize))) as BOOL
    }
    pub unsafe extern "system" fn terminate(_resource: *mut c_void) {}
}

table!(OVER_JOIN: over_join::looks_alive, over_join::terminate);
table!(JOINED_AFTER: joined_after::looks_alive, joined_after::terminate);
table!(SAME_STATEMENT: joined_in_the_same_statement::looks_alive, joined_in_the_same_statement::terminate);
table!(THIRTY_SECONDS: thirty_seconds::looks_alive, thirty_seconds::terminate);
table!(EACH_ROUND: taken_each_round::looks_alive, taken_each_round::terminate);
table!(SHORT_WAIT: short_wait::looks_alive, short_wait::terminate);
table!(GIVES_IT_UP: gives_it_up::looks_alive, gives_it_up::terminate);
table!(GIVES_ANOTHER_UP: gives_another_up::looks_alive, gives_another_up::terminate);
table!(TRIED: tried::looks_alive, tried::terminate);
table!(THREAD: thread::looks_alive, thread::terminate, Online: thread::online);
table!(CAREFUL_THREAD: careful_thread::looks_alive, careful_thread::terminate, Online: careful_thread::online);
table!(STATICS: statics::looks_alive, statics::terminate, Online: statics::online);
