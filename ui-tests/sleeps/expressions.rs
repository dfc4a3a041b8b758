//! The call may stand in any expression: operands, arms, conditions, blocks, `?`, loops, `let … else`, labels.
//@ bounds: TABLE=21ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::time::Duration;
use windows::*;

fn pause(milliseconds: u64) -> Option<bool> {
    std::thread::sleep(Duration::from_millis(milliseconds)); //~ sleeps
    Some(true)
}

fn look(deep: u32) -> Option<bool> {
    let first = match deep {
        0 => {
            unsafe { Sleep(1) } //~ sleeps
            true
        }
        1 if unsafe { SleepEx(2, FALSE) } == 0 => true, //~ sleeps
        _ => pause(3)?,
    };
    let second = 'found: {
        for step in 0..2 {
            if step == deep {
                unsafe { Sleep(4) } //~ sleeps
                break 'found true;
            }
        }
        false
    };
    let Some(third) = (if first { Some({ unsafe { Sleep(5) }; second }) } else { None }) else { //~ sleeps
        unsafe { Sleep(6) } //~ sleeps
        return None;
    };
    let pair = (third, [unsafe { SleepEx(7, FALSE) }; 1]); //~ sleeps
    Some(pair.0 && !pair.1.is_empty())
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    look(resource as usize as u32).is_some() as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
