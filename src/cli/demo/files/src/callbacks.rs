//! What the Resource Monitor hands over in `Startup`: its log, and how a pending `Online` is finished.

use crate::bindings::*;
use std::sync::OnceLock;

struct Callbacks {
    set_status: PSET_RESOURCE_STATUS_ROUTINE,
    log_event: PLOG_EVENT_ROUTINE,
}

static CALLBACKS: OnceLock<Callbacks> = OnceLock::new();

/// Keeps them; later calls change nothing.
pub fn keep(set_status: PSET_RESOURCE_STATUS_ROUTINE, log_event: PLOG_EVENT_ROUTINE) {
    let _ = CALLBACKS.set(Callbacks { set_status, log_event });
}

/// Writes a line to the cluster's log. Every line costs; a check should write on a change only.
pub fn log(resource: isize, line: &str) {
    let wide: Vec<u16> = line.encode_utf16().chain([0]).collect();
    if let Some(log_event) = CALLBACKS.get().and_then(|callbacks| callbacks.log_event) {
        unsafe { log_event(resource, 0, wide.as_ptr()) };
    }
}

/// Says how a pending `Online` went. Legal only after `Online` returned `ERROR_IO_PENDING`.
pub fn finish_online(resource: isize, state: i32) {
    let mut status = RESOURCE_STATUS { ResourceState: state, CheckPoint: 1, WaitHint: 0, EventHandle: null_mut() };
    if let Some(set_status) = CALLBACKS.get().and_then(|callbacks| callbacks.set_status) {
        unsafe { set_status(resource, &mut status) };
    }
}
