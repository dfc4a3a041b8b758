//! Functions of std that document a panic which ordinary arguments can meet, and what does not panic in their place.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::cell::RefCell;
use std::time::{Duration, Instant};
use windows::*;

struct Instance {
    cell: RefCell<u32>,
    at: usize,
    pause: Duration,
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut sum = *instance.cell.borrow(); //~ panics_across_ffi
    *instance.cell.borrow_mut() += 1; //~ panics_across_ffi
    let mut many = vec![1u32, 2, 3];
    many.insert(instance.at, 4); //~ panics_across_ffi
    many.remove(instance.at); //~ panics_across_ffi
    many.swap_remove(instance.at); //~ panics_across_ffi
    let rest = many.split_off(instance.at); //~ panics_across_ffi
    many.drain(..instance.at); //~ panics_across_ffi
    let (left, right) = many.split_at(instance.at); //~ panics_across_ffi
    sum += (left.len() + right.len() + rest.len()) as u32;
    let mut four = [0u32; 4];
    four.copy_from_slice(&many); //~ panics_across_ffi
    four.swap(0, instance.at); //~ panics_across_ffi
    let mut name = String::from("contoso");
    name.remove(instance.at); //~ panics_across_ffi
    name.insert(instance.at, 'x'); //~ panics_across_ffi
    let left = Duration::from_millis(100) - instance.pause; //~ panics_across_ffi
    let before = Instant::now() - instance.pause; //~ panics_across_ffi
    let thread = std::thread::spawn(|| ()); //~ panics_across_ffi
    sum += instance.cell.try_borrow().map_or(0, |value| *value);
    sum += many.pop().unwrap_or(0) + many.first().copied().unwrap_or(0);
    many.push(1);
    many.truncate(1);
    many.retain(|value| *value > 0);
    let left = Duration::from_millis(100).saturating_sub(instance.pause) + left;
    let before = Instant::now().checked_sub(instance.pause).unwrap_or(before);
    let started = std::thread::Builder::new().spawn(|| ()).is_ok();
    let text = format!("{sum}");
    (started && thread.is_finished() && left > Duration::ZERO && before.elapsed() > Duration::ZERO && !text.is_empty()) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
