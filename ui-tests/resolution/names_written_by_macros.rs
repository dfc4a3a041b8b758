//! Items that macros write: functions, modules, types with their methods, imports, and macros.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;
macro_rules! pauses {
    ($($name:ident = $length:literal),*) => {
        $(pub fn $name() {
            std::thread::sleep(std::time::Duration::from_millis($length)); //~ sleeps
        })*
    };
}

macro_rules! silent {
    ($name:ident) => {
        pub fn $name() {}
    };
}

macro_rules! module {
    ($name:ident { $($body:item)* }) => {
        pub mod $name {
            $($body)*
        }
    };
}

macro_rules! import {
    ($($path:ident)::+ as $name:ident) => {
        use $($path)::+ as $name;
    };
}

macro_rules! device {
    ($name:ident, $method:ident) => {
        struct $name;

        impl $name {
            fn $method(&self) {
                std::thread::sleep(std::time::Duration::from_millis(3)) //~ sleeps
            }

            fn other(&self) {
                std::thread::sleep(std::time::Duration::from_millis(4))
            }
        }
    };
}

macro_rules! define {
    ($name:ident) => {
        macro_rules! $name {
            () => {
                std::thread::sleep(std::time::Duration::from_millis(5)) //~ sleeps
            };
        }
    };
}

pauses!(first = 1, second = 2);
silent!(third);
module!(inner {
    pub fn written_by_the_user() {
        std::thread::sleep(std::time::Duration::from_millis(6)); //~ sleeps
    }
    silent!(quiet);
});
import!(inner::written_by_the_user as imported);
device!(Disk, spin_up);
define!(written);

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    first();
    second();
    third();
    imported();
    inner::quiet();
    Disk.spin_up();
    written!();
    1
}

pub fn elsewhere() {
    Disk.other();
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
