//! `lock_order_inversions`: two locks that `LooksAlive` takes in one order and `Terminate`, or a thread, in the other.

use super::{Draft, lock_name, sides};
use crate::analysis::shared::verdicts::Inversion;
use crate::checks::facts::Facts;
use crate::findings::{Finding, registry};

/// The others of a ring, as people list them.
fn all_of(found: &Inversion<'_>) -> String {
    let mut names: Vec<String> = found.others.iter().map(|step| step.runs.shown()).collect();
    let last = names.pop().unwrap_or_default();
    format!("{} and {last}", names.join(", "))
}

/// One finding for each second acquisition.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for (shared, side) in sides(facts) {
        for found in side.inversions() {
            let (first, second) = (lock_name(shared, found.first), lock_name(shared, &found.second.lock));
            let [their, more @ ..] = found.others.as_slice() else { continue };
            let message = match more {
                [] => format!("`LooksAlive` takes {first} and then {second}; {} takes them in the other order", their.runs.shown()),
                _ => format!(
                    "`LooksAlive` takes {first} and then {second}; {} take them in orders in which each waits for the next",
                    all_of(&found)
                ),
            };
            let what = format!("takes {second} while it holds {first}");
            let place = (side.runs, &found.second.chain, found.second.lock.taken_at);
            let Some(draft) = Draft::new(facts, shared, &registry::LOCK_ORDER_INVERSIONS, place, message, &what) else { continue };
            let mut draft = draft.also(found.first.taken_at, &format!("takes {first}"));
            for step in &found.others {
                let (who, held) = (step.runs.shown(), lock_name(shared, step.holds));
                let what = format!("{who} takes {} while it holds {held}", lock_name(shared, &step.takes.lock));
                draft = draft.other(step.runs, &step.takes.chain, step.takes.lock.taken_at, &what);
                draft = draft.also(step.holds.taken_at, &format!("{who} takes {held}"));
            }
            out.push(
                draft
                    .note("each waits for what the other holds: the cluster ends the Resource Monitor, and every resource in it, after five minutes")
                    .help(format!("take them in one order everywhere, or give {first} back first, or `try_lock` the second in `LooksAlive` and answer with the last known value"))
                    .done(),
            );
        }
    }
    out
}
