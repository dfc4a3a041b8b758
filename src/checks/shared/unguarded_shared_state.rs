//! `unguarded_shared_state`: a place that both `LooksAlive` and `Terminate` reach, with a side that holds no lock.

use super::races;
use crate::analysis::shared::verdicts::Fault;
use crate::checks::facts::Facts;
use crate::findings::{Finding, registry};

/// One finding for each place and `LooksAlive`.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    races(facts, &registry::UNGUARDED_SHARED_STATE, Fault::Unguarded)
}
