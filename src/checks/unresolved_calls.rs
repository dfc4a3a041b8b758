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
        let text = if way.effect.callee.ends_with('!') {
            "write a function in its place: procedural macros are not run, and others are followed to a limit".to_owned()
        } else if way.effect.path.is_empty() {
            "say the type where the value is made, so that the call can be followed, or let a worker thread make the call".to_owned()
        } else {
            format!("describe it in `looksalive.toml` with a `[[model]]`: `path = \"{}\"` and its `latency`", way.effect.path)
        };
        finding.helps.push(Help { text, suggestion: None });
        out.push(finding);
    }
    out
}
