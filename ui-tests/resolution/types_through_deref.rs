//! Fields and methods through a user's `Deref`, in order: what is nearer is taken.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, RwLock};
use std::thread::sleep;
use std::time::Duration;
use windows::*;

struct Motor;

impl Motor {
    fn start(&self) {
        sleep(Duration::from_millis(1)); //~ sleeps
    }

    fn stop(&mut self) {
        sleep(Duration::from_millis(2)); //~ sleeps
    }

    fn spin(&self) {
        sleep(Duration::from_millis(3));
    }

    fn hum(&self) {
        sleep(Duration::from_millis(4)); //~ sleeps
    }
}

struct Silence;

impl Silence {
    fn hum(&self) {}
}

struct Drive {
    motor: Motor,
    sound: Motor,
}

impl Drive {
    fn spin(&self) {
        self.motor.start();
    }
}

impl Deref for Drive {
    type Target = Motor;

    fn deref(&self) -> &Motor {
        &self.motor
    }
}

impl DerefMut for Drive {
    fn deref_mut(&mut self) -> &mut Motor {
        &mut self.motor
    }
}

struct Handle {
    drive: Drive,
    sound: Silence,
}

impl Deref for Handle {
    type Target = Drive;

    fn deref(&self) -> &Drive {
        &self.drive
    }
}

impl DerefMut for Handle {
    fn deref_mut(&mut self) -> &mut Drive {
        &mut self.drive
    }
}

fn takes(motor: &Motor) {
    motor.hum();
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let mut handle = Handle { drive: Drive { motor: Motor, sound: Motor }, sound: Silence };
    // Drive's, not Motor's.
    handle.spin();
    handle.stop();
    // Handle's own field, not Drive's.
    handle.sound.hum();
    handle.motor.start();
    let guarded = Mutex::new(Drive { motor: Motor, sound: Motor });
    if let Ok(drive) = guarded.lock() {
        drive.sound.start();
    }
    let shared = RwLock::new(handle);
    if let Ok(handle) = shared.read() {
        // Coerced twice.
        takes(&handle);
    }
    1
}

pub fn elsewhere(motor: &Motor) {
    motor.spin();
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
