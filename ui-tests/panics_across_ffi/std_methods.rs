//! `unwrap` and `expect` in every form, and what answers for the missing value instead.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    answer: Option<u32>,
    outcome: Result<u32, u32>,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut sum = instance.answer.unwrap(); //~ panics_across_ffi
    sum += instance.answer.expect("an answer"); //~ panics_across_ffi
    sum += instance.outcome.unwrap(); //~ panics_across_ffi
    sum += instance.outcome.expect("an outcome"); //~ panics_across_ffi
    sum += instance.outcome.unwrap_err(); //~ panics_across_ffi
    sum += instance.outcome.expect_err("an error"); //~ panics_across_ffi
    sum += Option::unwrap(instance.answer); //~ panics_across_ffi
    sum += instance.answer.map(Result::<u32, u32>::Ok).map(Result::unwrap).unwrap_or(0); //~ panics_across_ffi
    let Ok(number) = "7".parse::<u32>() else { return FALSE };
    sum += instance.answer.unwrap_or(0) + instance.answer.unwrap_or_default() + instance.answer.unwrap_or_else(|| 1);
    sum += instance.outcome.unwrap_or(0) + instance.outcome.ok().unwrap_or_default();
    sum += instance.answer.map_or(0, |answer| answer) + number;
    if let Some(answer) = instance.answer {
        sum += answer;
    }
    (sum > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
