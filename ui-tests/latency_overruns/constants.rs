//! A number of milliseconds in all the forms that can be evaluated: 301 is over the budget, its twin, 300, is not.
//! One call that is over by itself is reported alone, without the sum.
//@ bounds: TABLE=18632ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    handle: HANDLE,
    flag: bool,
    kind: u8,
}

const PATIENCE: u32 = 301;
const SHORT: u32 = PATIENCE - 1;
static STATIC_PATIENCE: u32 = 0x12D;
static STATIC_SHORT: u32 = 0x12C;

mod settings {
    pub const SECOND: u32 = 1000;
    pub const PATIENCE: u32 = SECOND / 5 + 101;
    pub const SHORT: u32 = SECOND / 5 + 100;
}

trait Patient {
    const PATIENCE: u32;
    const HALF: u32 = 150;
}

impl Patient for Instance {
    const PATIENCE: u32 = 301;
}

impl Instance {
    const LONG: u32 = 151 + Self::HALF;
    const SHORT: u32 = 150 + Self::HALF;
}

const fn twice(half: u32) -> u32 {
    let whole = half * 2;
    whole
}

const fn capped(milliseconds: u64) -> u32 {
    if milliseconds > 301 { 301 } else { milliseconds as u32 }
}

unsafe fn wait_for<const MILLISECONDS: u32>(handle: HANDLE) {
    WaitForSingleObject(handle, MILLISECONDS); //~ latency_overruns
}

unsafe fn wait_shortly_for<const MILLISECONDS: u32>(handle: HANDLE) {
    WaitForSingleObject(handle, MILLISECONDS);
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let handle = instance.handle;
    // Literals
    WaitForSingleObject(handle, 301); //~ latency_overruns
    WaitForSingleObject(handle, 300);
    WaitForSingleObject(handle, 301u32); //~ latency_overruns
    WaitForSingleObject(handle, 300u32);
    WaitForSingleObject(handle, 3_0_1); //~ latency_overruns
    WaitForSingleObject(handle, 3_0_0);
    WaitForSingleObject(handle, 0x12D); //~ latency_overruns
    WaitForSingleObject(handle, 0x12C);
    WaitForSingleObject(handle, 0o455); //~ latency_overruns
    WaitForSingleObject(handle, 0o454);
    WaitForSingleObject(handle, 0b1_0010_1101); //~ latency_overruns
    WaitForSingleObject(handle, 0b1_0010_1100);
    // Items
    WaitForSingleObject(handle, PATIENCE); //~ latency_overruns
    WaitForSingleObject(handle, SHORT);
    WaitForSingleObject(handle, STATIC_PATIENCE); //~ latency_overruns
    WaitForSingleObject(handle, STATIC_SHORT);
    WaitForSingleObject(handle, settings::PATIENCE); //~ latency_overruns
    WaitForSingleObject(handle, settings::SHORT);
    WaitForSingleObject(handle, Instance::LONG); //~ latency_overruns
    WaitForSingleObject(handle, Instance::SHORT);
    WaitForSingleObject(handle, <Instance as Patient>::PATIENCE); //~ latency_overruns
    WaitForSingleObject(handle, <Instance as Patient>::HALF * 2);
    // Arithmetic and casts
    WaitForSingleObject(handle, 3 * 100 + 1); //~ latency_overruns
    WaitForSingleObject(handle, 3 * 100);
    WaitForSingleObject(handle, (1 << 8) | 45); //~ latency_overruns
    WaitForSingleObject(handle, (1 << 8) | 44);
    WaitForSingleObject(handle, 602 >> 1); //~ latency_overruns
    WaitForSingleObject(handle, 601 >> 1);
    WaitForSingleObject(handle, 0xFF2D & 0x1FF); //~ latency_overruns
    WaitForSingleObject(handle, 0xFF2C & 0x1FF);
    WaitForSingleObject(handle, 300 ^ 1); //~ latency_overruns
    WaitForSingleObject(handle, 301 ^ 1);
    WaitForSingleObject(handle, 1301 % 1000); //~ latency_overruns
    WaitForSingleObject(handle, 1300 % 1000);
    WaitForSingleObject(handle, !!301); //~ latency_overruns
    WaitForSingleObject(handle, !!300);
    WaitForSingleObject(handle, -(-301i32) as u32); //~ latency_overruns
    WaitForSingleObject(handle, -(-300i32) as u32);
    WaitForSingleObject(handle, 301u64 as u32); //~ latency_overruns
    WaitForSingleObject(handle, 300u64 as u32);
    WaitForSingleObject(handle, 65_837u32 as u16 as u32); //~ latency_overruns
    WaitForSingleObject(handle, 65_836u32 as u16 as u32);
    // Functions
    WaitForSingleObject(handle, twice(151)); //~ latency_overruns
    WaitForSingleObject(handle, twice(150));
    WaitForSingleObject(handle, capped(60_000)); //~ latency_overruns
    WaitForSingleObject(handle, capped(300));
    WaitForSingleObject(handle, 500.min(301)); //~ latency_overruns
    WaitForSingleObject(handle, 500.min(300));
    WaitForSingleObject(handle, std::cmp::max(301, 5)); //~ latency_overruns
    WaitForSingleObject(handle, std::cmp::max(300, 5));
    WaitForSingleObject(handle, 1000u32.clamp(10, 301)); //~ latency_overruns
    WaitForSingleObject(handle, 1000u32.clamp(10, 300));
    wait_for::<301>(handle);
    wait_shortly_for::<300>(handle);
    // Locals, and the larger of what a branch may give
    let patience = 301;
    WaitForSingleObject(handle, patience); //~ latency_overruns
    let patience = patience - 1;
    WaitForSingleObject(handle, patience);
    WaitForSingleObject(handle, if instance.flag { 301 } else { 5 }); //~ latency_overruns
    WaitForSingleObject(handle, if instance.flag { 300 } else { 5 });
    let by_kind = match instance.kind {
        0 => 10,
        1 => 301,
        _ => 20,
    };
    WaitForSingleObject(handle, by_kind); //~ latency_overruns
    let by_kind = match instance.kind {
        0 => 10,
        1 => 300,
        _ => 20,
    };
    WaitForSingleObject(handle, by_kind);
    WaitForSingleObject(handle, { 300 + 1 }); //~ latency_overruns
    WaitForSingleObject(handle, { 300 });
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
