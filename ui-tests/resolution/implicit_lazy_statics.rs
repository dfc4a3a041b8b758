//! A lazy value is made where it is first looked at, whatever looks: `*`, a method, a field, a coercion.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::{LazyCell, OnceCell};
use std::sync::{LazyLock, Mutex, OnceLock};
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Limits {
    number: u8,
}

impl Limits {
    fn largest(&self) -> u8 {
        self.number
    }
}

static BY_STAR: LazyLock<u8> = LazyLock::new(|| {
    sleep(Duration::from_millis(1)); //~ sleeps
    1
});

static BY_METHOD: LazyLock<Limits> = LazyLock::new(|| {
    sleep(Duration::from_millis(2)); //~ sleeps
    Limits { number: 1 }
});

static BY_FIELD: LazyLock<Limits> = LazyLock::new(measured);

fn measured() -> Limits {
    sleep(Duration::from_millis(3)); //~ sleeps
    Limits { number: 1 }
}

static BY_COERCION: LazyLock<Limits> = LazyLock::new(|| {
    sleep(Duration::from_millis(4)); //~ sleeps
    Limits { number: 1 }
});

static NEVER: LazyLock<Limits> = LazyLock::new(|| {
    sleep(Duration::from_millis(5));
    Limits { number: 1 }
});

static PLAIN: Mutex<u8> = Mutex::new(1);
static FILLED: OnceLock<Limits> = OnceLock::new();

fn takes(limits: &Limits) -> u8 {
    limits.number
}

fn in_a_function() -> &'static Limits {
    static INSIDE: OnceLock<Limits> = OnceLock::new();
    INSIDE.get_or_init(|| {
        sleep(Duration::from_millis(6)); //~ sleeps
        Limits { number: 2 }
    })
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let mut sum = *BY_STAR;
    sum |= BY_METHOD.largest();
    sum |= BY_FIELD.number;
    sum |= takes(&BY_COERCION);
    sum |= in_a_function().number;
    let local = LazyCell::new(|| {
        sleep(Duration::from_millis(7)); //~ sleeps
        Limits { number: 3 }
    });
    sum |= local.number;
    let _unread = LazyCell::new(|| sleep(Duration::from_millis(8)));
    let cell = OnceCell::new();
    sum |= *cell.get_or_init(|| 1u8);
    sum |= FILLED.get().map_or(0, Limits::largest);
    sum |= PLAIN.try_lock().map_or(0, |guard| *guard);
    sum as BOOL
}

pub fn elsewhere() -> u8 {
    NEVER.number
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
