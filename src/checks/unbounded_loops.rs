//! `unbounded_loops`: loops of unknown length whose rounds take time, spins on shared state, recursion of unknown depth.

use super::facts::Facts;
use super::path::reached;
use crate::analysis::effect::Action;
use crate::findings::{Finding, Help, registry};

/// One finding for each way to each loop.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for way in reached(facts) {
        let Action::Repeats(why) = &way.effect.action else { continue };
        let message = "a loop without a bound inside `LooksAlive`".to_owned();
        let Some(mut finding) = way.finding(facts, &registry::UNBOUNDED_LOOPS, message, why) else { continue };
        finding.notes.push(format!("`LooksAlive` should return within {}, however often the loop runs", way.budget()));
        finding.helps.push(Help {
            text: "count the rounds (`for _ in 0..3`), or end them at a deadline (`while start.elapsed() < LIMIT`)".to_owned(),
            suggestion: None,
        });
        out.push(finding);
    }
    out
}
