//! The heaps of Windows: 64 KiB and one byte, and just 64 KiB.
//@ bounds: TABLE=0ms
//@ memory: TABLE=1249282B

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

unsafe extern "system" fn looks_alive(_resource: *mut c_void) -> BOOL {
    let heap = GetProcessHeap();
    let large = HeapAlloc(heap, 0, 65_537); //~ heavy_allocations
    let large = HeapReAlloc(heap, 0, large, 65_537); //~ heavy_allocations
    let small = HeapAlloc(heap, 0, 65_536);
    let pages = VirtualAlloc(null(), 1 << 20, MEM_COMMIT, PAGE_READWRITE); //~ heavy_allocations
    let page = VirtualAlloc(null(), 4096, MEM_COMMIT, PAGE_READWRITE);
    HeapFree(heap, 0, large);
    HeapFree(heap, 0, small);
    VirtualFree(pages, 0, MEM_RELEASE);
    VirtualFree(page, 0, MEM_RELEASE) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
