//! A guard that sets a flag back where it ends is one of a spin lock, also where a helper does it or a constant rules out the
//! rest; one that does more than that is none. What is returned by an arm or a branch is what the function's type makes of it.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, Ordering};
use windows::*;

const TRACE: bool = false;

macro_rules! spin {
    ($module:ident, |$flag:ident| $end:expr) => {
        mod $module {
            use super::*;

            pub struct Spin {
                taken: AtomicBool,
                count: UnsafeCell<u32>,
            }

            pub struct Guard<'a>(&'a Spin);

            impl Spin {
                pub fn enter(&self) -> Option<Guard<'_>> {
                    match self.taken.compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed) {
                        Ok(_) => Some(Guard(self)),
                        Err(_) => None,
                    }
                }
            }

            impl Guard<'_> {
                pub unsafe fn count(&self) -> &mut u32 {
                    match () {
                        () => &mut *self.0.count.get(),
                    }
                }
            }

            impl Drop for Guard<'_> {
                fn drop(&mut self) {
                    let $flag = &self.0.taken;
                    $end
                }
            }

            pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
                let spin = &*(resource as *const Spin);
                match spin.enter() {
                    Some(guard) => (*guard.count() == 0) as BOOL,
                    None => TRUE,
                }
            }

            pub unsafe extern "system" fn terminate(resource: *mut c_void) {
                let spin = &*(resource as *const Spin);
                if let Some(guard) = spin.enter() {
                    *guard.count() += 1;
                }
            }
        }
    };
}

fn set_back(flag: &AtomicBool) {
    flag.store(false, Ordering::Release);
}

spin!(directly, |flag| flag.store(false, Ordering::Release));
spin!(by_a_helper, |flag| set_back(flag));
spin!(traced, |flag| {
    if TRACE {
        println!("given back");
    }
    flag.store(false, Ordering::Release)
});

table!(DIRECTLY: directly::looks_alive, directly::terminate);
table!(BY_A_HELPER: by_a_helper::looks_alive, by_a_helper::terminate);
table!(TRACED: traced::looks_alive, traced::terminate);

mod unguarded {
    use super::*;

    pub struct Bare {
        count: UnsafeCell<u32>,
    }

    pub unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
        let bare = &*(resource as *const Bare);
        (*bare.count.get() == 0) as BOOL //~ unguarded_shared_state
    }

    pub unsafe extern "system" fn terminate(resource: *mut c_void) {
        let bare = &*(resource as *const Bare);
        *bare.count.get() += 1;
    }
}

table!(UNGUARDED: unguarded::looks_alive, unguarded::terminate);
