//! What a comparison, a mask or a remainder leaves of a number that nobody knows bounds the wait that is given it.
//! `CLAMPED`: 300 ms at most; `OVER`: 301 ms. What has only a least value stays unknown: it is neither long nor for ever.
//@ bounds: CLAMPED=300ms OVER=301ms RETURNS=250ms MASKED=31ms REMAINDER=50ms AT_LEAST=0ms+unknown JITTER=130ms

#[path = "../support/cluster_stub.rs"]
mod windows;
use windows::*;

struct Instance {
    process: HANDLE,
    timeout: u32,
}

unsafe fn of<'a>(resource: *mut c_void) -> &'a Instance {
    &*(resource as *const Instance)
}

unsafe extern "system" fn clamped(resource: *mut c_void) -> BOOL {
    let timeout = of(resource).timeout;
    if timeout <= 300 {
        return WaitForSingleObject(of(resource).process, timeout) as BOOL;
    }
    FALSE
}

unsafe extern "system" fn over(resource: *mut c_void) -> BOOL {
    let timeout = of(resource).timeout;
    if timeout < 302 {
        return WaitForSingleObject(of(resource).process, timeout) as BOOL; //~ latency_overruns
    }
    FALSE
}

unsafe extern "system" fn returns(resource: *mut c_void) -> BOOL {
    let timeout = of(resource).timeout;
    if timeout > 250 {
        return FALSE;
    }
    WaitForSingleObject(of(resource).process, timeout) as BOOL
}

unsafe extern "system" fn masked(resource: *mut c_void) -> BOOL {
    WaitForSingleObject(of(resource).process, of(resource).timeout & 0x1F) as BOOL
}

unsafe extern "system" fn remainder(resource: *mut c_void) -> BOOL {
    WaitForSingleObject(of(resource).process, of(resource).timeout % 51) as BOOL
}

unsafe extern "system" fn at_least(resource: *mut c_void) -> BOOL {
    let timeout = of(resource).timeout;
    if timeout >= 20 {
        return WaitForSingleObject(of(resource).process, timeout) as BOOL;
    }
    FALSE
}

unsafe extern "system" fn jitter(resource: *mut c_void) -> BOOL {
    let seed = GetTickCount64() as u32 ^ of(resource).timeout;
    WaitForSingleObject(of(resource).process, 99 + seed % 32) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

table!(CLAMPED: clamped, terminate);
table!(OVER: over, terminate);
table!(RETURNS: returns, terminate);
table!(MASKED: masked, terminate);
table!(REMAINDER: remainder, terminate);
table!(AT_LEAST: at_least, terminate);
table!(JITTER: jitter, terminate);
