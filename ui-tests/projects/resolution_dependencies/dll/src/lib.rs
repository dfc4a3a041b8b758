//! A member, a path dependency with macros, and two crates of the registry stand between `LooksAlive` and the sleep.
//@ bounds: TABLE=none+100ms+unknown
#![allow(non_snake_case, non_camel_case_types)]
use core::ffi::c_void;
use helpers::*;
use lazy_static::lazy_static;
use pauses::{checks, doze, pause, Guard, Probe};
use retry::delay::Fixed;
use retry::{retry, OperationResult};

/// The functions that the Resource Monitor calls.
#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub Terminate: Option<unsafe extern "system" fn(*mut c_void)>,
    pub LooksAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern "system" fn(*mut c_void) -> i32>,
}

struct Disk;

impl Probe for Disk {
    fn probe(&self) -> bool {
        std::thread::sleep(std::time::Duration::from_millis(2)); //~ sleeps
        true
    }
}

checks! {
    written: {
        std::thread::sleep(std::time::Duration::from_millis(3)); //~ sleeps
        true
    },
    unused: {
        std::thread::sleep(std::time::Duration::from_millis(100));
        true
    }
}

lazy_static! {
    static ref LIMIT: u8 = {
        std::thread::sleep(std::time::Duration::from_millis(5)); //~ sleeps
        1
    };
    static ref NEVER: u8 = {
        std::thread::sleep(std::time::Duration::from_millis(100));
        2
    };
}

static STEP: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

pub fn elsewhere() -> u8 {
    unused();
    *NEVER
}

fn tried() -> bool {
    let outcome = retry(Fixed::from_millis(7).take(2), || { //~ sleeps, unbounded_loops
        std::thread::sleep(std::time::Duration::from_millis(8)); //~ sleeps
        if *LIMIT > 0 { OperationResult::Ok(1) } else { OperationResult::Retry("not yet") }
    });
    outcome.is_ok()
}

fn delays() -> bool {
    // Only the delays are made: nobody waits.
    Fixed::from_millis(1000).take(3).count() == 3
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> i32 {
    pause!(9); //~ sleeps
    doze!(); //~ sleeps
    doze!(10); //~ sleeps
    rest!(11);
    hold_on(12); //~ sleeps
    timing::quick(1000);
    timing::wait(13); //~ sleeps
    let settled = Disk.settle(); //~ sleeps
    let mut guard = Guard(|| {
        std::thread::sleep(std::time::Duration::from_millis(14)); //~ sleeps
    });
    guard.run();
    timing::hand_over(&STEP);
    helpers::hand_over(&STEP);
    let checked = generic(&Disk) && written() && with(|| true);
    (settled && checked && tried() && delays()) as i32
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {
    helpers::never();
}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None };
