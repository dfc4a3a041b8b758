//! `unsized_allocations`: a collection of unknown length is built or cloned.

use super::facts::Facts;
use super::path::reached;
use crate::analysis::effect::{Action, Amount};
use crate::findings::{Finding, Help, registry};

/// One finding for each way to each such place.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for way in reached(facts) {
        let Action::Allocates { amount: Amount::Unsized, .. } = &way.effect.action else { continue };
        let message = format!("how much `{}` puts on the heap inside `LooksAlive` is not known", way.effect.callee);
        let Some(mut finding) = way.finding(facts, &registry::UNSIZED_ALLOCATIONS, message, "a collection of unknown length") else {
            continue;
        };
        finding.notes.push("it adds nothing to the sum that `heavy_allocations` compares".to_owned());
        finding.helps.push(Help {
            text: "bound it (`take`, `with_capacity` with a constant), or keep it in the instance".to_owned(),
            suggestion: None,
        });
        out.push(finding);
    }
    out
}
