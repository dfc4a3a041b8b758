//! Loops of known length multiply: 4 × 100 ms = 400 ms is over the budget at the call, its twin, 3 × 100 ms = 300 ms, is not.
//@ bounds: TABLE=11900ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    four: [HANDLE; 4],
    three: [HANDLE; 3],
    many: Vec<HANDLE>,
}

const FOUR: usize = 4;
const THREE: usize = 3;

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    let instance = &*(resource as *const Instance);
    let handle = instance.four[0];
    // Ranges
    for _ in 0..4 {
        WaitForSingleObject(handle, 100); //~ latency_overruns
    }
    for _ in 0..3 {
        WaitForSingleObject(handle, 100);
    }
    for _ in 1..=4 {
        WaitForSingleObject(handle, 100); //~ latency_overruns
    }
    for _ in 1..=3 {
        WaitForSingleObject(handle, 100);
    }
    for _ in 0..FOUR {
        WaitForSingleObject(handle, 100); //~ latency_overruns
    }
    for _ in 0..THREE {
        WaitForSingleObject(handle, 100);
    }
    for _ in (0..4).rev() {
        WaitForSingleObject(handle, 100); //~ latency_overruns
    }
    for _ in (0..3).rev() {
        WaitForSingleObject(handle, 100);
    }
    for _ in (0..10).step_by(3) {
        WaitForSingleObject(handle, 100); //~ latency_overruns
    }
    for _ in (0..9).step_by(3) {
        WaitForSingleObject(handle, 100);
    }
    for _ in (0..4).zip(0..100) {
        WaitForSingleObject(handle, 100); //~ latency_overruns
    }
    for _ in (0..100).zip(0..3) {
        WaitForSingleObject(handle, 100);
    }
    for _ in (0..2).chain(0..2) {
        WaitForSingleObject(handle, 100); //~ latency_overruns
    }
    for _ in (0..2).chain(0..1) {
        WaitForSingleObject(handle, 100);
    }
    for _ in (0..5).skip(1) {
        WaitForSingleObject(handle, 100); //~ latency_overruns
    }
    for _ in (0..5).skip(2) {
        WaitForSingleObject(handle, 100);
    }
    // Arrays and slices
    for handle in instance.four {
        WaitForSingleObject(handle, 100); //~ latency_overruns
    }
    for handle in instance.three {
        WaitForSingleObject(handle, 100);
    }
    for handle in &instance.four {
        WaitForSingleObject(*handle, 100); //~ latency_overruns
    }
    for handle in &instance.three {
        WaitForSingleObject(*handle, 100);
    }
    for (_, handle) in instance.four.iter().enumerate() {
        WaitForSingleObject(*handle, 100); //~ latency_overruns
    }
    for (_, handle) in instance.three.iter().enumerate() {
        WaitForSingleObject(*handle, 100);
    }
    for milliseconds in [100, 100, 100, 100] {
        WaitForSingleObject(handle, milliseconds); //~ latency_overruns
    }
    for milliseconds in [100, 100, 100] {
        WaitForSingleObject(handle, milliseconds);
    }
    for _ in [0u8; 7].chunks(2) {
        WaitForSingleObject(handle, 100); //~ latency_overruns
    }
    for _ in [0u8; 6].chunks(2) {
        WaitForSingleObject(handle, 100);
    }
    for _ in [0u8; 5].windows(2) {
        WaitForSingleObject(handle, 100); //~ latency_overruns
    }
    for _ in [0u8; 4].windows(2) {
        WaitForSingleObject(handle, 100);
    }
    // At most so many of what may be any number
    for handle in instance.many.iter().take(4) {
        WaitForSingleObject(*handle, 100); //~ latency_overruns
    }
    for handle in instance.many.iter().take(3) {
        WaitForSingleObject(*handle, 100);
    }
    for (handle, _) in instance.many.iter().zip(0..FOUR) {
        WaitForSingleObject(*handle, 100); //~ latency_overruns
    }
    for (handle, _) in instance.many.iter().zip(0..THREE) {
        WaitForSingleObject(*handle, 100);
    }
    // What a filter lets through may be all
    for _ in (0..4).filter(|n| n % 2 == 0) {
        WaitForSingleObject(handle, 100); //~ latency_overruns
    }
    for _ in (0..3).filter(|n| n % 2 == 0) {
        WaitForSingleObject(handle, 100);
    }
    1
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
