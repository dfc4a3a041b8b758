//! std's units, read by whoever has time for it while Cargo is asked what the workspace consists of.
//!
//! What std defines hangs on nothing of the user's but the system that is built for, so it can be ready when the first
//! question is asked. A run that needs something else reads it as it would have without.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::read::read;
use super::{Packed, variant_of};
use crate::resolve::defs::Unit;
use crate::resolve::ids::CrateId;
use crate::source::FileId;

/// The number of core in a run of the tool, whatever else the run consists of.
pub const FIRST: CrateId = CrateId(u32::MAX - 2);

/// How far it is, and for which system.
enum State {
    /// Nobody reads it.
    Idle,
    Reading(u8),
    Ready(u8, Box<[Option<Unit>; 3]>),
}

static STATE: Mutex<State> = Mutex::new(State::Idle);
static CHANGED: Condvar = Condvar::new();

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn packed(variant: u8, krate: u8) -> Packed {
    Packed { file: FileId(0), variant, krate, first: FIRST }
}

/// The work of reading what std has on one system. While it is there, who needs std waits for it; so it is to be done at
/// once, or dropped.
pub struct Ahead(u8);

impl Ahead {
    /// For a store whose first text is std's and that numbers its crates from [`FIRST`]: what std has on Windows, or
    /// elsewhere. `None` where somebody reads it, or has.
    pub fn new(windows: bool) -> Option<Self> {
        let mut state = state();
        if !matches!(*state, State::Idle) {
            return None;
        }
        let variant = variant_of(windows);
        *state = State::Reading(variant);
        Some(Self(variant))
    }

    /// Do it.
    pub fn read(self) {
        let units = [0, 1, 2].map(|krate| Some(read(packed(self.0, krate))));
        *state() = State::Ready(self.0, Box::new(units));
        CHANGED.notify_all();
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        let mut state = state();
        if matches!(*state, State::Reading(_)) {
            *state = State::Idle;
            CHANGED.notify_all();
        }
    }
}

/// The unit, where it was read ahead and nobody else has it. Waits while it is being read.
pub(super) fn take(wanted: Packed) -> Option<Unit> {
    let is_it = |variant: u8| (wanted.variant, wanted.first, wanted.file) == (variant, FIRST, FileId(0));
    let waits = |state: &mut State| matches!(state, State::Reading(variant) if is_it(*variant));
    let mut state = CHANGED.wait_while(state(), waits).unwrap_or_else(PoisonError::into_inner);
    match &mut *state {
        State::Ready(variant, units) if is_it(*variant) => units.get_mut(usize::from(wanted.krate))?.take(),
        _ => None,
    }
}
