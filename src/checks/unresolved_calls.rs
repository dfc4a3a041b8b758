//! `unresolved_calls`: calls that are not analysed, because nobody knows what they run.

use super::facts::Facts;
use super::path::reached;
use crate::analysis::effect::Action;
use crate::findings::{Finding, Help, registry};

/// One finding for each way to each such call.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for way in reached(facts) {
        let Action::Unresolved(why) = &way.effect.action else { continue };
        let message = format!("what `{}` does is not known", way.effect.callee);
        let Some(mut finding) = way.finding(facts, &registry::UNRESOLVED_CALLS, message, why) else { continue };
        finding.notes.push("the call adds nothing to the bound and is not checked".to_owned());
        finding.helps.push(Help {
            text: "describe it in `looksalive.toml` with a `[[model]]`: its `path` and its `latency`".to_owned(),
            suggestion: None,
        });
        out.push(finding);
    }
    out
}
