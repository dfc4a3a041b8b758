//! `heavy_allocations`: one place puts much on the heap, reads a whole input, or the known allocations add up to much.

use super::facts::{Facts, LooksAlive};
use super::path::{contribution, in_workspace, reached};
use crate::analysis::cost::{arithmetic_in, size};
use crate::analysis::effect::{Action, Amount};
use crate::findings::{Finding, Help, Label, registry};

/// How many contributions of a sum get a label.
const LABELS: usize = 8;

/// One finding for each way to each such place; one at the name of a `LooksAlive` whose sum is too large.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for way in reached(facts) {
        let Action::Allocates { amount, times } = &way.effect.action else { continue };
        let callee = &way.effect.callee;
        let limit = size(u128::from(way.entry.allocation_limit));
        let (message, what, note) = match amount {
            Amount::Input => (
                format!("`{callee}` reads a whole input into memory inside `LooksAlive`"),
                "as much as there is to read".to_owned(),
                "how large the input is, somebody else decides".to_owned(),
            ),
            Amount::Bytes(bytes) => {
                let total = u128::from(*bytes).saturating_mul(*times);
                if total <= u128::from(way.entry.allocation_limit) {
                    continue;
                }
                let sum = if *times > 1 { format!("{times} × {} = {}", size(u128::from(*bytes)), size(total)) } else { size(total) };
                (
                    format!("`{callee}` puts {} on the heap inside `LooksAlive`", size(total)),
                    size(u128::from(*bytes)),
                    format!("{sum} > {limit}"),
                )
            }
            Amount::Unsized => continue,
        };
        let Some(mut finding) = way.finding(facts, &registry::HEAVY_ALLOCATIONS, message, &what) else { continue };
        finding.notes.push(note);
        finding.helps.push(Help { text: "keep a buffer in the instance, or look at a part of it only".to_owned(), suggestion: None });
        out.push(finding);
    }
    out.extend(facts.looks_alives.iter().filter_map(|entry| sum(facts, entry)));
    out
}

fn sum(facts: &Facts<'_>, entry: &LooksAlive) -> Option<Finding> {
    let limit = u128::from(entry.allocation_limit);
    if entry.cost.heap <= limit {
        return None;
    }
    let alone = entry.effects.iter().any(|effect| match &effect.action {
        Action::Allocates { amount: Amount::Bytes(bytes), times } => u128::from(*bytes).saturating_mul(*times) > limit,
        _ => false,
    });
    if alone {
        return None;
    }
    let items = entry.cost.heap_items();
    let place = in_workspace(facts.sources, entry.whole)?;
    let labels = items.iter().take(LABELS).filter_map(|(times, item)| contribution(facts, entry, *times, item, size));
    Some(Finding {
        lint: &registry::HEAVY_ALLOCATIONS,
        message: format!("`LooksAlive` can put {} on the heap", size(entry.cost.heap)),
        primary: Label { span: place, text: format!("`LooksAlive` of `{}`", entry.table) },
        labels: labels.collect(),
        notes: vec![format!("{} > {}", arithmetic_in(&items, entry.cost.heap, size), size(limit))],
        helps: vec![Help { text: "keep buffers in the instance, and use them again".to_owned(), suggestion: None }],
        package: entry.package,
        krate: entry.krate,
    })
}
