//! `heavy_allocations`: one place puts much on the heap, reads a whole input, or the known allocations add up to much.

use super::facts::{Facts, LooksAlive};
use super::path::{in_workspace, reached};
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
    let mut parts: Vec<_> = entry
        .effects
        .iter()
        .filter_map(|effect| match &effect.action {
            Action::Allocates { amount: Amount::Bytes(bytes), times } => Some((u128::from(*bytes).saturating_mul(*times), effect)),
            _ => None,
        })
        .collect();
    if parts.iter().any(|(bytes, _)| *bytes > limit) {
        return None;
    }
    parts.sort_by_key(|(bytes, _)| std::cmp::Reverse(*bytes));
    let place = in_workspace(facts.sources, entry.whole)?;
    let labels = parts.iter().take(LABELS).filter_map(|(bytes, effect)| {
        Some(Label { span: in_workspace(facts.sources, effect.place)?, text: format!("`{}`: {}", effect.callee, size(*bytes)) })
    });
    Some(Finding {
        lint: &registry::HEAVY_ALLOCATIONS,
        message: format!("`LooksAlive` can put {} on the heap", size(entry.cost.heap)),
        primary: Label { span: place, text: format!("`LooksAlive` of `{}`", entry.table) },
        labels: labels.collect(),
        notes: vec![format!("{} > {}", size(entry.cost.heap), size(limit))],
        helps: vec![Help { text: "keep buffers in the instance, and use them again".to_owned(), suggestion: None }],
        package: entry.package,
        krate: entry.krate,
    })
}

/// Bytes as people write them.
fn size(bytes: u128) -> String {
    const KIB: u128 = 1024;
    match bytes {
        n if n >= KIB * KIB && n % (KIB * KIB) == 0 => format!("{} MiB", n / (KIB * KIB)),
        n if n >= KIB && n % KIB == 0 => format!("{} KiB", n / KIB),
        // Rounded up: what is above a limit must not look as if it were not.
        n if n >= 10 * KIB * KIB => format!("{} MiB", n.div_ceil(KIB * KIB)),
        n if n >= 10 * KIB => {
            let tenths = (n * 10).div_ceil(KIB);
            format!("{}.{} KiB", tenths / 10, tenths % 10)
        }
        n => format!("{n} bytes"),
    }
}
