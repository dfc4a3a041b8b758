//! `unknown_bounds`: a timeout that cannot be evaluated.

use super::facts::Facts;
use super::path::reached;
use crate::analysis::effect::{Action, Time};
use crate::findings::{Finding, Help, registry};
use crate::models::schema::Kind;

/// One finding for each way to each such call.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for way in reached(facts) {
        let Action::Takes { kind, time: Time::Unknown, .. } = &way.effect.action else { continue };
        if *kind == Kind::Sleep || way.is_forbidden() {
            continue;
        }
        let message = format!("how long `{}` takes inside `LooksAlive` is not known", way.effect.callee);
        let what = way.effect.why.as_deref().unwrap_or("its bound cannot be evaluated");
        let Some(mut finding) = way.finding(facts, &registry::UNKNOWN_BOUNDS, message, what) else { continue };
        finding.notes.push("the call adds nothing to the bound that is shown".to_owned());
        finding.helps.push(Help { text: "give it a constant, or cap it with one: `timeout.min(LIMIT)`".to_owned(), suggestion: None });
        out.push(finding);
    }
    out
}
