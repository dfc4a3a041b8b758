//! `cfg` is evaluated for the target, by default 64-bit Windows; test code and other platforms' code are not analysed.
//@ bounds: TABLE=33ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

#[cfg(windows)]
fn platform_pause() {
    unsafe { Sleep(10) } //~ sleeps
}

#[cfg(not(windows))]
fn platform_pause() {
    std::thread::sleep(std::time::Duration::from_millis(20));
}

#[cfg(all(target_os = "windows", target_pointer_width = "64"))]
mod width {
    pub fn pause() {
        unsafe { crate::windows::Sleep(11) } //~ sleeps
    }
}

#[cfg(any(unix, target_pointer_width = "32"))]
mod width {
    pub fn pause() {
        std::thread::sleep(std::time::Duration::from_millis(21));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn sleeps_in_a_test() {
        std::thread::sleep(std::time::Duration::from_millis(30));
    }
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    platform_pause();
    width::pause();
    #[cfg(target_env = "msvc")]
    Sleep(12); //~ sleeps
    #[cfg(target_env = "gnu")]
    Sleep(22);
    #[cfg(test)]
    Sleep(32);
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
