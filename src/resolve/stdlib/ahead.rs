//! std's units, read by a thread of their own while Cargo is asked what the workspace consists of.
//!
//! What std defines hangs on nothing of the user's but the system that is built for, so it can be ready when the first
//! question is asked. A run that needs something else reads it as it would have without.

use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

use super::read::read;
use super::{Packed, variant_of};
use crate::resolve::defs::Unit;
use crate::resolve::ids::CrateId;
use crate::source::FileId;

/// The number of core in a run of the tool, whatever else the run consists of.
pub const FIRST: CrateId = CrateId(u32::MAX - 2);

/// What is being read, or was: of one system.
struct Ahead {
    variant: u8,
    thread: Option<JoinHandle<[Unit; 3]>>,
    units: [Option<Unit>; 3],
}

static AHEAD: Mutex<Option<Ahead>> = Mutex::new(None);

fn packed(variant: u8, krate: u8) -> Packed {
    Packed { file: FileId(0), variant, krate, first: FIRST }
}

/// Begin to read what std has on Windows, or elsewhere, for a store whose first text is std's and that numbers its crates
/// from [`FIRST`].
pub fn read_ahead(windows: bool) {
    let variant = variant_of(windows);
    let mut ahead = AHEAD.lock().unwrap_or_else(PoisonError::into_inner);
    if ahead.is_none() {
        let thread = std::thread::Builder::new().name("std".to_owned()).spawn(move || [0, 1, 2].map(|krate| read(packed(variant, krate))));
        *ahead = Some(Ahead { variant, thread: thread.ok(), units: [None, None, None] });
    }
}

/// The unit, where it was read ahead and nobody else has it. Waits while it is being read.
pub(super) fn take(wanted: Packed) -> Option<Unit> {
    let mut ahead = AHEAD.lock().unwrap_or_else(PoisonError::into_inner);
    let ahead = ahead.as_mut()?;
    if (wanted.variant, wanted.first, wanted.file) != (ahead.variant, FIRST, FileId(0)) {
        return None;
    }
    if let Some(thread) = ahead.thread.take() {
        ahead.units = thread.join().ok()?.map(Some);
    }
    ahead.units.get_mut(usize::from(wanted.krate))?.take()
}
