//! `inconsistent_guards`: a place that both sides reach under locks, none of which keeps the sides apart.

use super::races;
use crate::analysis::shared::verdicts::Fault;
use crate::checks::facts::Facts;
use crate::findings::{Finding, registry};

/// One finding for each place and `LooksAlive`.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    races(facts, &registry::INCONSISTENT_GUARDS, Fault::Inconsistent)
}
