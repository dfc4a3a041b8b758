//! Code that calls a table's functions does not fill them.

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

pub unsafe fn poll(table: &CLRES_FUNCTION_TABLE, resource: *mut c_void) -> bool {
    let routine: PLOOKS_ALIVE_ROUTINE = table.Anonymous.V1Functions.LooksAlive;
    match routine {
        Some(looks_alive) => looks_alive(resource) != FALSE,
        None => {
            Sleep(10);
            false
        }
    }
}
