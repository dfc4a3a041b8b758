//! `full_health_checks`: `LooksAlive` does what `IsAlive` does, and that is no cursory check.

use super::facts::{Facts, LooksAlive};
use super::path::{in_workspace, reached};
use crate::analysis::effect::{Action, Effect, Time};
use crate::findings::{Finding, Help, Label, Lint, registry};
use crate::models::schema::Kind;

const LINT: &Lint = &registry::FULL_HEALTH_CHECKS;

/// One finding for each call of `IsAlive`; one where both fields hold the same function.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out: Vec<Finding> = facts.looks_alives.iter().filter_map(|entry| same_function(facts, entry)).collect();
    for way in reached(facts) {
        if way.entry.is_alive.contains(&way.entry.function) || !is_thorough(way.entry, way.effect) {
            continue;
        }
        let Some((index, hop)) =
            way.hops().iter().enumerate().find(|(_, hop)| hop.id.is_some_and(|id| way.entry.is_alive.contains(&Some(id))))
        else {
            continue;
        };
        let callee = hop.callee.clone();
        let Some(mut finding) =
            way.finding_at(facts, LINT, index, format!("`LooksAlive` does what `IsAlive` does: it calls `{callee}`"), "the thorough check")
        else {
            continue;
        };
        finish(&mut finding, way.effect);
        // One for each call, whatever is reached through it.
        if !out.iter().any(|known| known.primary.span == finding.primary.span) {
            out.push(finding);
        }
    }
    out
}

fn same_function(facts: &Facts<'_>, entry: &LooksAlive) -> Option<Finding> {
    if entry.function.is_none() || !entry.is_alive.contains(&entry.function) {
        return None;
    }
    let effect = entry.effects.iter().find(|effect| is_thorough(entry, effect))?;
    let place = in_workspace(facts.sources, entry.field)?;
    let mut finding = Finding {
        lint: LINT,
        message: "`LooksAlive` and `IsAlive` are the same function".to_owned(),
        primary: Label { span: place, text: format!("also `IsAlive` of `{}`", entry.table) },
        labels: vec![Label { span: entry.name, text: format!("`LooksAlive` of `{}`", entry.table) }],
        notes: Vec::new(),
        helps: Vec::new(),
        package: entry.package,
        krate: entry.krate,
    };
    finish(&mut finding, effect);
    Some(finding)
}

fn finish(finding: &mut Finding, effect: &Effect) {
    finding.notes.push(match &effect.action {
        Action::Repeats(_) => "it is not cursory: it has a loop without a bound".to_owned(),
        _ => format!("it is not cursory: it reaches `{}`", effect.callee),
    });
    finding.helps.push(Help {
        text: "let `LooksAlive` look for signs of trouble only; the Resource Monitor calls `IsAlive` at once when it finds some".to_owned(),
        suggestion: None,
    });
}

/// Whether an operation makes a check more than cursory.
fn is_thorough(entry: &LooksAlive, effect: &Effect) -> bool {
    match &effect.action {
        Action::Takes { kind: Kind::Sleep, time, .. } => *time != Time::Known(0),
        Action::Takes { time: Time::Unbounded, .. } | Action::Repeats(_) | Action::Forbidden(_) => true,
        Action::Takes { time: Time::Known(nanos), times, .. } => nanos.saturating_mul(*times) > entry.budget.as_nanos(),
        Action::Allocates { amount, times } => match amount {
            crate::analysis::effect::Amount::Input => true,
            crate::analysis::effect::Amount::Bytes(bytes) => u128::from(*bytes).saturating_mul(*times) > u128::from(entry.allocation_limit),
            crate::analysis::effect::Amount::Unsized => false,
        },
        _ => false,
    }
}
