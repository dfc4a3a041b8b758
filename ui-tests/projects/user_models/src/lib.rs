//! Functions of a vendor that the configuration describes, and one that it describes although it has a body.
//@ bounds: TABLE=none+21ms
#![allow(non_snake_case, non_camel_case_types)]
use core::ffi::c_void;

/// The functions that the Resource Monitor calls.
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
}

mod vendor {
    extern "C" {
        pub fn device_wait(device: u32) -> i32;
        pub fn device_ask(device: u32) -> i32;
        pub fn device_peek(device: u32) -> i32;
        pub fn device_reset(device: u32) -> i32;
        pub fn device_unknown(device: u32) -> i32;
    }
}

fn modelled() {
    std::thread::sleep(std::time::Duration::from_millis(10));
}

struct Client;

impl Client {
    fn poll(&self, milliseconds: u32) -> bool {
        unsafe { vendor::device_unknown(milliseconds) == 0 }
    }
}

/// A driver that the vendor's plug-ins implement.
pub trait Driver: Sync {
    fn ready(&self) -> bool;
    fn present(&self) -> bool;
}

struct Simulated;

impl Driver for Simulated {
    fn ready(&self) -> bool {
        true
    }
    fn present(&self) -> bool {
        std::thread::sleep(std::time::Duration::from_secs(1));
        true
    }
}

struct Drivers {
    first: &'static dyn Driver,
}

static DRIVERS: Drivers = Drivers { first: &Simulated };

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> i32 {
    modelled();
    let waited = vendor::device_wait(1); //~ unbounded_waits
    let asked = vendor::device_ask(1); //~ blocking_io
    let peeked = vendor::device_peek(1);
    let reset = vendor::device_reset(1); //~ mutating_health_checks
    let quick = Client.poll(20);
    let endless = Client.poll(u32::MAX); //~ unbounded_waits
    let ready = DRIVERS.first.ready(); //~ blocking_io
    let present = DRIVERS.first.present() && Simulated.present();
    (ready && present && waited == asked && peeked == reset && quick && endless) as i32
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None };
