//! `poll_intervals`: a constant `LooksAlivePollInterval` that cannot be right.

use super::facts::{Facts, Interval};
use super::path::in_workspace;
use crate::analysis::cost::show;
use crate::findings::{Finding, Help, Label, registry};

const NANOS: u128 = 1_000_000;

/// One finding for each interval, of the worst that can be said of it.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for interval in &facts.intervals {
        let (Some(place), Some((message, note))) = (in_workspace(facts.sources, interval.place), judge(facts, interval)) else { continue };
        let text = format!("the poll {} of `LooksAlive` is {} here", interval.what, show(u128::from(interval.looks_alive) * NANOS));
        out.push(Finding {
            lint: &registry::POLL_INTERVALS,
            message,
            primary: Label { span: place, text },
            labels: Vec::new(),
            notes: vec![note],
            helps: vec![Help {
                text: "the platform's default is 5000 ms for `LooksAlive` and 60000 ms for `IsAlive`".to_owned(),
                suggestion: None,
            }],
            package: interval.package,
            krate: interval.krate,
        });
    }
    out
}

/// What is wrong with it, and why that matters.
fn judge(facts: &Facts<'_>, interval: &Interval) -> Option<(String, String)> {
    let own = u128::from(interval.looks_alive) * NANOS;
    let shown = show(own);
    // Of several tables the code does not say which the interval is for: the slowest counts.
    let is_own = facts.looks_alives.iter().any(|l| l.package == interval.package);
    let for_it = |package| if is_own { package == interval.package } else { interval.dependents.contains(&package) };
    let bounded = facts.looks_alives.iter().filter(|l| for_it(l.package) && !l.cost.is_unbounded);
    let slowest = bounded.max_by_key(|l| l.cost.known);
    let budget = interval.budget.as_nanos();
    if own == 0 {
        let message = format!("a poll {} of 0 turns the polling of `LooksAlive` off", interval.what);
        return Some((message, "the Resource Monitor then never asks whether the resource is alive".to_owned()));
    }
    if own < budget {
        let message = format!("`LooksAlive` is polled every {shown}, which is less than the {} that it may take", show(budget));
        return Some((message, "the next poll is due before this one has to be over".to_owned()));
    }
    if let Some(slowest) = slowest.filter(|slowest| own < slowest.cost.known) {
        let bound = show(slowest.cost.known);
        let message = format!("`LooksAlive` is polled every {shown}, which is less than the {bound} that it can take");
        return Some((message, format!("{bound} is the bound of `LooksAlive` of `{}`", slowest.table)));
    }
    let beside = interval.is_alive.map(|ms| u128::from(ms) * NANOS).filter(|beside| own >= *beside)?;
    let message = format!("`LooksAlive` is polled every {shown}, no more often than `IsAlive`, every {}", show(beside));
    Some((message, "the quick check is there to come more often than the thorough one".to_owned()))
}
