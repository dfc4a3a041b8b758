//! `lock_order_inversions`: two locks that `LooksAlive` takes in one order and `Terminate`, or a thread, in the other.

use super::{Draft, lock_name, sides};
use crate::checks::facts::Facts;
use crate::findings::{Finding, registry};

/// One finding for each second acquisition.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for (shared, side) in sides(facts) {
        for found in side.inversions() {
            let (first, second) = (lock_name(shared, found.first), lock_name(shared, &found.second.lock));
            let message = format!("`LooksAlive` takes {first} and then {second}; {} takes them in the other order", found.runs.shown());
            let what = format!("takes {second} while it holds {first}");
            let place = (side.runs, &found.second.chain, found.second.lock.taken_at);
            let Some(draft) = Draft::new(facts, shared, &registry::LOCK_ORDER_INVERSIONS, place, message, &what) else { continue };
            let draft = draft.also(found.first.taken_at, &format!("takes {first}"));
            let theirs = found.their_second;
            let what = format!(
                "{} takes {} while it holds {}",
                found.runs.shown(),
                lock_name(shared, &theirs.lock),
                lock_name(shared, found.their_first)
            );
            let draft = draft.other(found.runs, &theirs.chain, theirs.lock.taken_at, &what);
            let draft = draft.also(found.their_first.taken_at, &format!("{} takes {second}", found.runs.shown()));
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
