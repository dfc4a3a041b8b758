//! Items inside function bodies: they hide what is outside, from the whole block, and not beyond it.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

fn pause() {
    sleep(Duration::from_millis(1)); //~ sleeps
}

fn outer() {
    // Declared below, and seen here.
    pause();
    {
        pause();
        fn pause() {
            sleep(Duration::from_millis(2)); //~ sleeps
        }
    }
    fn pause() {}
}

fn modules() {
    mod inner {
        pub fn run() {
            // `super` is the module of the function, not its body.
            super::pause();
            self::here();
        }

        fn here() {
            std::thread::sleep(std::time::Duration::from_millis(3)); //~ sleeps
        }
    }
    #[allow(dead_code)]
    fn pause() {
        sleep(Duration::from_millis(4));
    }
    use self::elsewhere as settle;
    inner::run();
    settle();
}

fn elsewhere() {
    sleep(Duration::from_millis(5)); //~ sleeps
}

fn types() {
    struct Disk;
    impl Disk {
        fn spin_up(&self) {
            sleep(Duration::from_millis(6)); //~ sleeps
        }
    }
    trait Nap {
        fn nap(&self) {
            sleep(Duration::from_millis(7)); //~ sleeps
        }
    }
    impl Nap for super_disk::Disk {}
    Disk.spin_up();
    super_disk::Disk.nap();
    super_disk::Disk.spin_up();
}

mod super_disk {
    pub struct Disk;

    impl Disk {
        pub fn spin_up(&self) {}
    }
}

fn constants() {
    const LENGTH: Duration = Duration::from_millis(8);
    if true {
        const LENGTH: Duration = Duration::ZERO;
        sleep(LENGTH);
    }
    sleep(LENGTH); //~ sleeps
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    pause();
    outer();
    modules();
    types();
    constants();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
