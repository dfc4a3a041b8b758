//! `mutating_health_checks`: a check that changes the world.

use super::facts::Facts;
use super::path::reached;
use crate::analysis::effect::Action;
use crate::findings::{Finding, registry};

/// What to do instead of changing anything.
pub(super) const LEAVE_IT: &str = "report the trouble and let `Online` (or the administrator) mend it";

/// One finding for each way to each change; a call that is forbidden anyway is not reported twice.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for way in reached(facts) {
        let Action::Mutates(changed) = &way.effect.action else { continue };
        if way.is_forbidden() {
            continue;
        }
        let message = format!("`{}` changes {changed} inside `LooksAlive`", way.effect.callee);
        let Some(mut finding) = way.finding(facts, &registry::MUTATING_HEALTH_CHECKS, message, &format!("changes {changed}")) else {
            continue;
        };
        finding
            .notes
            .push("`LooksAlive` only looks: what it changes can undo what `Terminate` or the cluster does at the same time".to_owned());
        finding.helps.push(way.advice(|| LEAVE_IT.to_owned()));
        out.push(finding);
    }
    out
}
