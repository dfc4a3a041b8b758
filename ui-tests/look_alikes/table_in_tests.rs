//! A table that exists for tests only.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

#[cfg(test)]
mod tests {
    use super::windows::*;

    unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
        Sleep(10);
        1
    }

    static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive) };
}
