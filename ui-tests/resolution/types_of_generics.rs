//! A generic function runs what its arguments say: by turbofish, by inference, by default, by a constant.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::marker::PhantomData;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

trait Device {
    fn touch();

    fn name(&self) -> u32 {
        0
    }
}

struct Slow;
struct Quick;
struct Other;

impl Device for Slow {
    fn touch() {
        sleep(Duration::from_millis(1)); //~ sleeps
    }
}

impl Device for Quick {
    fn touch() {}

    fn name(&self) -> u32 {
        sleep(Duration::from_millis(2)); //~ sleeps
        1
    }
}

impl Device for Other {
    fn touch() {
        sleep(Duration::from_millis(3));
    }
}

fn touch<D: Device>() {
    D::touch();
}

struct Slot<D, E = Slow> {
    device: PhantomData<(D, E)>,
}

impl<D: Device, E: Device> Slot<D, E> {
    fn new() -> Self {
        Slot { device: PhantomData }
    }

    fn first(&self) {
        D::touch();
    }
}

struct Holder<T>(Option<T>);

impl<T> Holder<T> {
    fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }

    fn map<U>(self, with: impl FnOnce(T) -> U) -> Holder<U> {
        Holder(self.0.map(with))
    }
}

struct Pause<const LENGTH: u64, const ON: bool>;

impl<const LENGTH: u64, const ON: bool> Pause<LENGTH, ON> {
    fn take(&self) {
        if ON {
            sleep(Duration::from_millis(LENGTH)); //~ sleeps
        } else {
            sleep(Duration::from_millis(LENGTH + 1));
        }
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    touch::<Quick>();
    Slot::<Quick>::new().first();
    Slot::<Slow, Quick>::new().first();
    let held = Holder(Some(1)).map(|_| Quick);
    if let Some(device) = held.get() {
        device.name();
    }
    Pause::<4, true>.take();
    1
}

pub fn elsewhere() {
    touch::<Other>();
    Pause::<4, false>.take();
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
