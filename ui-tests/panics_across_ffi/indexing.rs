//! Indexing and slicing can panic, but for an array by a constant.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::collections::{BTreeMap, HashMap, VecDeque};
use windows::*;

struct Instance {
    four: [u32; 4],
    boxed: Box<[u32; 4]>,
    pairs: Box<Vec<[u32; 2]>>,
    many: Vec<u32>,
    queue: VecDeque<u32>,
    map: HashMap<u32, u32>,
    sorted: BTreeMap<u32, u32>,
    name: String,
    at: usize,
}

const LAST: usize = 3;

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let mut sum = instance.four[0] + instance.four[LAST];
    sum += instance.four[instance.at]; //~ panics_across_ffi
    sum += instance.boxed[0] + instance.boxed[LAST] + instance.boxed[1..3].len() as u32;
    sum += instance.boxed[instance.at]; //~ panics_across_ffi
    sum += instance.pairs[0].len() as u32; //~ panics_across_ffi
    sum += instance.many[0]; //~ panics_across_ffi
    sum += instance.many[instance.at]; //~ panics_across_ffi
    sum += instance.queue[0]; //~ panics_across_ffi
    sum += instance.map[&1]; //~ panics_across_ffi
    sum += instance.sorted[&1]; //~ panics_across_ffi
    sum += instance.many[1..].len() as u32; //~ panics_across_ffi
    sum += instance.four[..instance.at].len() as u32; //~ panics_across_ffi
    sum += instance.name[2..].len() as u32; //~ panics_across_ffi
    let slice: &[u32] = &instance.four;
    sum += slice[0]; //~ panics_across_ffi
    sum += instance.many.get(0).copied().unwrap_or(0) + instance.four.get(instance.at).copied().unwrap_or(0);
    sum += instance.map.get(&1).copied().unwrap_or(0) + instance.queue.front().copied().unwrap_or(0);
    sum += instance.many.iter().sum::<u32>() + instance.name.get(2..).map_or(0, str::len) as u32;
    (sum > 0) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
