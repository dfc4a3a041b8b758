//! What another thread, another entry point, or a branch that a constant rules out allocates is not what `LooksAlive` does.
//@ bounds: TABLE=1ms
//@ memory: TABLE=64B

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

const DUMP: bool = false;

fn large() -> Vec<u8> {
    Vec::with_capacity(1 << 20)
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {
    drop(large());
}

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    if DUMP {
        drop(large());
    }
    std::thread::Builder::new().spawn(|| drop(large())).is_ok() as BOOL
}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
