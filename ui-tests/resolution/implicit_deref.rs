//! `Deref` and `DerefMut` run where something is reached through them: by `*`, a method, a field, a coercion, an assignment.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::ops::{Deref, DerefMut};
use std::thread::sleep;
use std::time::Duration;
use windows::*;

macro_rules! pointer {
    ($name:ident, $shared:expr, $exclusive:expr) => {
        struct $name(Inner);

        impl Deref for $name {
            type Target = Inner;

            fn deref(&self) -> &Inner {
                $shared;
                &self.0
            }
        }

        impl DerefMut for $name {
            fn deref_mut(&mut self) -> &mut Inner {
                $exclusive;
                &mut self.0
            }
        }
    };
}

struct Inner {
    number: u8,
}

impl Inner {
    fn look(&self) -> u8 {
        self.number
    }

    fn change(&mut self) {
        self.number = 1;
    }
}

pointer!(ByStar, sleep(Duration::from_millis(1)), ()); //~ sleeps
pointer!(ByMethod, sleep(Duration::from_millis(2)), ()); //~ sleeps
pointer!(ByField, sleep(Duration::from_millis(3)), ()); //~ sleeps
pointer!(ByCoercion, sleep(Duration::from_millis(4)), ()); //~ sleeps
pointer!(ByChange, (), sleep(Duration::from_millis(5))); //~ sleeps
pointer!(ByAssignment, (), sleep(Duration::from_millis(6))); //~ sleeps
pointer!(Untouched, sleep(Duration::from_millis(7)), sleep(Duration::from_millis(8)));
pointer!(OnlyRead, (), sleep(Duration::from_millis(9)));

fn number(inner: &Inner) -> u8 {
    inner.number
}

fn pass(pointer: &Untouched) -> &Untouched {
    pointer
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let mut sum = (*ByStar(Inner { number: 1 })).number;
    sum |= ByMethod(Inner { number: 1 }).look();
    sum |= ByField(Inner { number: 1 }).number;
    sum |= number(&ByCoercion(Inner { number: 1 }));
    ByChange(Inner { number: 1 }).change();
    let mut assigned = ByAssignment(Inner { number: 1 });
    assigned.number = 2;
    let untouched = Untouched(Inner { number: 1 });
    let _same = pass(&untouched);
    sum |= untouched.0.number;
    sum |= OnlyRead(Inner { number: 1 }).look();
    sum as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
