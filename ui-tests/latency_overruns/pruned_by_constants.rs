//! What a constant rules out costs nothing: of the 1000 ms that are written here, `looks_alive` can meet 250 ms, `by_enum` 50 ms.
//@ bounds: LOOKS_ALIVE=250ms BY_ENUM=50ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
}

const THOROUGH: bool = false;

#[derive(Clone, Copy, PartialEq)]
enum Depth {
    Cursory,
    Thorough,
}

impl Instance {
    unsafe fn check(&self, full: bool) -> bool {
        if full {
            return WaitForSingleObject(self.handle, 1000) == WAIT_TIMEOUT;
        }
        WaitForSingleObject(self.handle, 50) == WAIT_TIMEOUT
    }

    unsafe fn check_const<const FULL: bool>(&self) -> bool {
        if FULL { WaitForSingleObject(self.handle, 1000) == WAIT_TIMEOUT } else { WaitForSingleObject(self.handle, 50) == WAIT_TIMEOUT }
    }

    unsafe fn check_level(&self, level: u32) -> bool {
        if level == 0 {
            return true;
        }
        WaitForSingleObject(self.handle, 1000) == WAIT_TIMEOUT
    }

    unsafe fn check_depth(&self, depth: Depth) -> bool {
        match depth {
            Depth::Cursory => WaitForSingleObject(self.handle, 25) == WAIT_TIMEOUT,
            Depth::Thorough => WaitForSingleObject(self.handle, 1000) == WAIT_TIMEOUT,
        }
    }

    unsafe fn compare_depth(&self, depth: Depth) -> bool {
        if depth == Depth::Thorough {
            WaitForSingleObject(self.handle, 1000);
        }
        WaitForSingleObject(self.handle, 25) == WAIT_TIMEOUT
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    if THOROUGH {
        WaitForSingleObject(instance.handle, 1000);
    }
    if cfg!(unix) {
        WaitForSingleObject(instance.handle, 1000);
    }
    if !THOROUGH || cfg!(windows) {
        WaitForSingleObject(instance.handle, 50);
    }
    while THOROUGH {
        WaitForSingleObject(instance.handle, 1000);
    }
    let checked = instance.check(false) && instance.check_const::<false>() && instance.check_level(0);
    let short = if THOROUGH { 1000 } else { 100 };
    (checked && WaitForSingleObject(instance.handle, short) == WAIT_TIMEOUT) as BOOL
}

unsafe extern "system" fn by_enum(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    (instance.check_depth(Depth::Cursory) && instance.compare_depth(Depth::Cursory)) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static LOOKS_ALIVE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};

pub static BY_ENUM: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(by_enum), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
