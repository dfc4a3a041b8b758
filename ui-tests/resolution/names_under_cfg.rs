//! Conditional compilation of modules, functions, imports, statements, arms and arguments, for the target that is analysed.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

#[cfg(windows)]
mod platform {
    pub fn pause() {
        std::thread::sleep(std::time::Duration::from_millis(1)); //~ sleeps
    }
}

#[cfg(not(windows))]
mod platform {
    pub fn pause() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}

mod choices {
    pub fn slow() {
        std::thread::sleep(std::time::Duration::from_millis(3)); //~ sleeps
    }

    pub fn quick() {}

    pub fn only_for_tests() {
        std::thread::sleep(std::time::Duration::from_millis(4));
    }
}

#[cfg(all(windows, target_pointer_width = "64"))]
use choices::slow as chosen;
#[cfg(not(all(windows, target_pointer_width = "64")))]
use choices::quick as chosen;

#[cfg(any(target_os = "windows", target_os = "uefi"))]
use choices::quick as other;
#[cfg(not(any(target_os = "windows", target_os = "uefi")))]
use choices::slow as other;

fn length(#[cfg(windows)] milliseconds: u64, #[cfg(not(windows))] milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    platform::pause();
    chosen();
    other();
    #[cfg(target_env = "msvc")]
    std::thread::sleep(length(5)); //~ sleeps
    #[cfg(not(target_env = "msvc"))]
    std::thread::sleep(length(6));
    #[cfg(test)]
    choices::only_for_tests();
    match resource.is_null() {
        #[cfg(windows)]
        true => std::thread::sleep(length(7)), //~ sleeps
        #[cfg(not(windows))]
        true => std::thread::sleep(length(8)),
        _ => {}
    }
    if cfg!(windows) {
        std::thread::sleep(length(9)); //~ sleeps
    } else {
        std::thread::sleep(length(10));
    }
    #[cfg_attr(windows, cfg(any()))]
    std::thread::sleep(length(11));
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
