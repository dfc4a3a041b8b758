//! `sleeps`: any sleep on the way from `LooksAlive`, but for a constant 0.

use super::facts::Facts;
use super::path::reached;
use crate::analysis::cost::show;
use crate::analysis::effect::{Action, Time};
use crate::findings::{Finding, registry};
use crate::models::schema::Kind;

/// One finding for each way to each sleep.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for way in reached(facts) {
        let Action::Takes { kind: Kind::Sleep, time, .. } = &way.effect.action else { continue };
        if way.is_forbidden() {
            continue;
        }
        let callee = &way.effect.callee;
        let message = match time {
            Time::Known(0) => continue,
            Time::Known(nanos) => format!("`{callee}` sleeps for {} inside `LooksAlive`", show(*nanos)),
            Time::Unbounded => format!("`{callee}` sleeps for ever inside `LooksAlive`"),
            Time::Unknown => format!("`{callee}` sleeps inside `LooksAlive`"),
        };
        let what = way.effect.why.as_deref().unwrap_or("the sleep");
        let Some(mut finding) = way.finding(facts, &registry::SLEEPS, message, what) else { continue };
        finding.notes.push(match time {
            Time::Known(nanos) if *nanos >= way.entry.budget.as_nanos() => {
                format!("that is longer than all of `LooksAlive` should take: {}", way.budget())
            }
            Time::Known(nanos) => {
                format!("`LooksAlive` should return within {}: the sleep takes {} of it on every poll", way.budget(), show(*nanos))
            }
            _ => format!("`LooksAlive` should return within {}, and a sleep finds out nothing", way.budget()),
        });
        finding.helps.push(
            way.advice(|| "report what a worker thread found last: let it sleep and probe, and let `LooksAlive` read its flag".to_owned()),
        );
        out.push(finding);
    }
    out
}
