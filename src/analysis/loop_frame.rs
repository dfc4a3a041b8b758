//! What is known of a loop, or of a block with a label, while it is being walked: how it may end, and when.

use super::control::State;
use super::value::{Deadline, Val};
use crate::source::Symbol;
use crate::syntax::body::PatId;

/// A loop, or a block with a label, that is being walked.
#[derive(Debug)]
pub(super) struct LoopFrame {
    pub(super) label: Option<Symbol>,
    pub(super) is_loop: bool,
    /// What its `break`s give.
    pub(super) value: Option<Val>,
    /// Where its `break`s stand, and where the ways that go to the next round do.
    pub(super) breaks: Option<State>,
    pub(super) continues: Option<State>,
    /// Where its condition does not hold any more.
    pub(super) ends: Option<State>,
    /// How many variables were declared where it began.
    pub(super) declared: usize,
    /// How often the clock had been asked where it began.
    pub(super) created: usize,
    /// A guard in it ends it then at the latest.
    pub(super) deadline: Option<Deadline>,
    /// A guard in it, or its condition, asks shared state whether to go on.
    pub(super) asks_state: bool,
    /// A round tries to replace what it has read, and begins anew where another was faster.
    pub(super) retries: bool,
    /// Variables that its rounds change.
    pub(super) changed: Vec<PatId>,
    /// How many variables held what other threads may change where it began.
    pub(super) read: usize,
}

impl LoopFrame {
    pub(super) fn new(label: Option<Symbol>, is_loop: bool, declared: usize, created: usize) -> Self {
        Self {
            label,
            is_loop,
            value: None,
            breaks: None,
            continues: None,
            ends: None,
            declared,
            created,
            deadline: None,
            asks_state: false,
            retries: false,
            changed: Vec::new(),
            read: 0,
        }
    }
}
