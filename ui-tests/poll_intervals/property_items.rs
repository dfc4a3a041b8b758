//! `RESUTIL_PROPERTY_ITEM`: the default and the minimum of the interval. 0xFFFFFFFF says that the interval of the resource type is used.
//@ bounds: TABLE=0ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    1
}

pub static WRONG: [RESUTIL_PROPERTY_ITEM; 3] = [
    RESUTIL_PROPERTY_ITEM {
        Name: w!("LooksAlivePollInterval") as PWSTR,
        KeyName: null_mut(),
        Format: CLUSPROP_FORMAT_DWORD,
        Anonymous: RESUTIL_PROPERTY_ITEM_0 { Default: 0 }, //~ poll_intervals
        Minimum: 1_000,
        Maximum: u32::MAX,
        Flags: 0,
        Offset: 0,
    },
    RESUTIL_PROPERTY_ITEM {
        Name: CLUSREG_NAME_RES_LOOKS_ALIVE as PWSTR,
        KeyName: null_mut(),
        Format: CLUSPROP_FORMAT_DWORD,
        Anonymous: RESUTIL_PROPERTY_ITEM_0 { Default: 5_000 },
        Minimum: 0, //~ poll_intervals
        Maximum: u32::MAX,
        Flags: 0,
        Offset: 4,
    },
    RESUTIL_PROPERTY_ITEM {
        Name: w!("LooksAlivePollInterval") as *mut u16,
        KeyName: null_mut(),
        Format: CLUSPROP_FORMAT_DWORD,
        Anonymous: RESUTIL_PROPERTY_ITEM_0 { DefaultPtr: 200 }, //~ poll_intervals
        Minimum: 299, //~ poll_intervals
        Maximum: u32::MAX,
        Flags: 0,
        Offset: 8,
    },
];

pub static RIGHT: [RESUTIL_PROPERTY_ITEM; 3] = [
    RESUTIL_PROPERTY_ITEM {
        Name: w!("LooksAlivePollInterval") as PWSTR,
        KeyName: null_mut(),
        Format: CLUSPROP_FORMAT_DWORD,
        Anonymous: RESUTIL_PROPERTY_ITEM_0 { Default: 300 },
        Minimum: 300,
        Maximum: 60_000,
        Flags: 0,
        Offset: 0,
    },
    RESUTIL_PROPERTY_ITEM {
        Name: CLUSREG_NAME_RES_LOOKS_ALIVE as PWSTR,
        KeyName: null_mut(),
        Format: CLUSPROP_FORMAT_DWORD,
        Anonymous: RESUTIL_PROPERTY_ITEM_0 { Default: 0xFFFF_FFFF },
        Minimum: 1_000,
        Maximum: u32::MAX,
        Flags: 0,
        Offset: 4,
    },
    RESUTIL_PROPERTY_ITEM {
        Name: w!("RestartDelay") as PWSTR,
        KeyName: null_mut(),
        Format: CLUSPROP_FORMAT_DWORD,
        Anonymous: RESUTIL_PROPERTY_ITEM_0 { Default: 0 },
        Minimum: 0,
        Maximum: 10,
        Flags: 0,
        Offset: 8,
    },
];

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
