//! `latency_overruns`: one call takes longer than the budget, or the bounded costs of the worst path add up to more.

use super::facts::{Facts, LooksAlive};
use super::mutating_health_checks::LEAVE_IT;
use super::path::{contribution, in_workspace, reached};
use crate::analysis::cost::{arithmetic, show};
use crate::analysis::effect::{Action, Time};
use crate::findings::{Finding, Help, Label, registry};
use crate::models::schema::Kind;

/// How many contributions of a sum get a label.
const LABELS: usize = 8;

/// One finding for each way to each such call; one at the name of a `LooksAlive` whose sum is too long.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for way in reached(facts) {
        let Action::Takes { kind, time: Time::Known(nanos), times } = &way.effect.action else { continue };
        let total = nanos.saturating_mul(*times);
        // A sleep is said to be one, whatever its length; a forbidden call likewise.
        if *kind == Kind::Sleep || way.is_forbidden() || total <= way.entry.budget.as_nanos() {
            continue;
        }
        let callee = &way.effect.callee;
        let message = format!("`{callee}` can take {} of the {} that `LooksAlive` has", show(total), way.budget());
        let what = way.effect.why.clone().unwrap_or_else(|| format!("can take {}", show(*nanos)).into());
        let Some(mut finding) = way.finding(facts, &registry::LATENCY_OVERRUNS, message, &what) else { continue };
        let sum = if *times > 1 { format!("{times} × {} = {}", show(*nanos), show(total)) } else { show(total) };
        finding.notes.push(format!("{sum} > {}", way.budget()));
        let general = if way.mutates() { LEAVE_IT } else { "let a worker thread do it, and let `LooksAlive` read its last result" };
        finding.helps.push(way.advice(|| general.to_owned()));
        out.push(finding);
    }
    out.extend(facts.looks_alives.iter().filter_map(|entry| sum(facts, entry)));
    out
}

/// The sum of a worst path, where no single place is to blame.
fn sum(facts: &Facts<'_>, entry: &LooksAlive) -> Option<Finding> {
    let budget = entry.budget.as_nanos();
    if entry.cost.known <= budget {
        return None;
    }
    let alone = entry.effects.iter().any(|effect| match &effect.action {
        Action::Takes { time: Time::Known(nanos), times, .. } => nanos.saturating_mul(*times) > budget,
        _ => false,
    });
    if alone {
        return None;
    }
    let items = entry.cost.items();
    let place = in_workspace(facts.sources, entry.whole)?;
    let labels = items.iter().take(LABELS).filter_map(|(times, item)| contribution(facts, entry, *times, item, show));
    Some(Finding {
        lint: &registry::LATENCY_OVERRUNS,
        message: format!("`LooksAlive` can take {}, more than its {}", show(entry.cost.known), show(budget)),
        primary: Label { span: place, text: format!("`LooksAlive` of `{}`", entry.table) },
        labels: labels.collect(),
        notes: vec![format!("{} > {}", arithmetic(&items, entry.cost.known), show(budget))],
        helps: vec![Help {
            text: "let a worker thread do what takes longest, and let `LooksAlive` read its last result".to_owned(),
            suggestion: None,
        }],
        package: entry.package,
        krate: entry.krate,
    })
}
