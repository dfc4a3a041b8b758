//! `INFINITE` under all its names.
//@ bounds: TABLE=none

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    process: HANDLE,
}

const FOREVER: u32 = INFINITE;
const ALL_ONES: u32 = !0;
static PATIENCE: u32 = u32::MAX;

impl Instance {
    const TIMEOUT: u32 = FOREVER;

    unsafe fn ask(&self) {
        WaitForSingleObject(self.process, INFINITE); //~ unbounded_waits
        WaitForSingleObject(self.process, windows::INFINITE); //~ unbounded_waits
        WaitForSingleObject(self.process, u32::MAX); //~ unbounded_waits
        WaitForSingleObject(self.process, std::u32::MAX); //~ unbounded_waits
        WaitForSingleObject(self.process, u32::max_value()); //~ unbounded_waits
        WaitForSingleObject(self.process, !0); //~ unbounded_waits
        WaitForSingleObject(self.process, !0u32); //~ unbounded_waits
        WaitForSingleObject(self.process, 0xFFFF_FFFF); //~ unbounded_waits
        WaitForSingleObject(self.process, 0xffffffffu32); //~ unbounded_waits
        WaitForSingleObject(self.process, 4294967295); //~ unbounded_waits
        WaitForSingleObject(self.process, 0b1111_1111_1111_1111_1111_1111_1111_1111); //~ unbounded_waits
        WaitForSingleObject(self.process, -1i32 as u32); //~ unbounded_waits
        WaitForSingleObject(self.process, (-1_i64) as u32); //~ unbounded_waits
        WaitForSingleObject(self.process, u64::MAX as u32); //~ unbounded_waits
        WaitForSingleObject(self.process, INFINITE as u32); //~ unbounded_waits
        WaitForSingleObject(self.process, (INFINITE)); //~ unbounded_waits
        WaitForSingleObject(self.process, { INFINITE }); //~ unbounded_waits
        WaitForSingleObject(self.process, u32::MAX - 1 + 1); //~ unbounded_waits
        WaitForSingleObject(self.process, FOREVER); //~ unbounded_waits
        WaitForSingleObject(self.process, ALL_ONES); //~ unbounded_waits
        WaitForSingleObject(self.process, PATIENCE); //~ unbounded_waits
        WaitForSingleObject(self.process, Self::TIMEOUT); //~ unbounded_waits
        WaitForSingleObject(self.process, Instance::TIMEOUT); //~ unbounded_waits
        let timeout = INFINITE;
        WaitForSingleObject(self.process, timeout); //~ unbounded_waits
    }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    instance.ask();
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
