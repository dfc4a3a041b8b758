//! An index that a mask, a remainder or a limit keeps within an array cannot be out of bounds; one that they do not can.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use windows::*;

const SLOTS: usize = 8;

static RING: [AtomicU32; SLOTS] = [const { AtomicU32::new(0) }; SLOTS];
static AT: AtomicUsize = AtomicUsize::new(0);

struct Instance {
    slots: [u32; SLOTS],
    at: usize,
    small: u8,
    many: Vec<u32>,
}

unsafe extern "system" fn right(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let at = instance.at;
    let mut sum = instance.slots[at & 7] + instance.slots[7 & at] + instance.slots[instance.at & (SLOTS - 1)];
    sum += instance.slots[at % 8] + instance.slots[at % SLOTS] + instance.slots[at % instance.slots.len()];
    sum += instance.slots[at.min(7)] + instance.slots[at.min(SLOTS - 1)] + instance.slots[at.clamp(0, 7)];
    sum += instance.slots[instance.small as usize & 7] + instance.slots[(instance.small & 7) as usize];
    sum += instance.slots[usize::from(instance.small & 7)] + instance.slots[at.rem_euclid(SLOTS)];
    sum += RING[AT.load(Ordering::Relaxed) % RING.len()].load(Ordering::Relaxed);
    sum += RING[AT.fetch_add(1, Ordering::Relaxed) & 7].load(Ordering::Relaxed);
    let slot = (at >> 3) & 0x7;
    sum += instance.slots[slot];
    for index in 0..100 {
        sum += instance.slots[index & 7];
    }
    if at < SLOTS {
        sum += instance.slots[at];
    }
    sum += instance.slots[..at.min(8)].len() as u32 + instance.slots[(at & 3)..4].len() as u32;
    (sum > 0) as BOOL
}

unsafe extern "system" fn wrong(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let at = instance.at;
    let mut sum = instance.slots[at & 15]; //~ panics_across_ffi
    sum += instance.slots[at % 9]; //~ panics_across_ffi
    sum += instance.slots[at.min(8)]; //~ panics_across_ffi
    sum += instance.slots[at & !7]; //~ panics_across_ffi
    sum += instance.slots[at | 7]; //~ panics_across_ffi
    sum += instance.many[at & 7]; //~ panics_across_ffi
    if at <= SLOTS {
        sum += instance.slots[at]; //~ panics_across_ffi
    }
    sum += instance.slots[..at.min(9)].len() as u32; //~ panics_across_ffi
    sum += instance.slots[(at & 7)..4].len() as u32; //~ panics_across_ffi
    (sum > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(RIGHT: right, terminate);
table!(WRONG: wrong, terminate);
