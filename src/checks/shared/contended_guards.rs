//! `contended_guards`: `LooksAlive` waits for a lock that somebody else holds while it does something long.

use super::{Draft, lock_name};
use crate::analysis::cost::show;
use crate::analysis::effect::{Action, Time};
use crate::checks::facts::Facts;
use crate::findings::{Finding, registry};
use crate::models::schema::Kind;

/// One finding for each acquisition.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    for shared in &facts.shared {
        for found in &shared.contended {
            let lock = lock_name(shared, &found.ours.lock);
            let long = match (&found.length.cost.is_unbounded, found.length.cost.known) {
                (true, _) => "with no bound".to_owned(),
                (false, nanos) => format!("for up to {}", show(nanos)),
            };
            let who = found.runs.shown();
            let message = format!("`LooksAlive` waits for {lock}, which {who} holds {long}");
            let what = format!("blocks until {who} gives it back");
            let place = (&found.looks_alive, &found.ours.chain, found.ours.lock.taken_at);
            let Some(mut draft) = Draft::new(facts, shared, &registry::CONTENDED_GUARDS, place, message, &what) else { continue };
            draft = draft.other(&found.runs, &found.chain, found.hold_taken_at, &format!("{who} takes {lock}"));
            let mut joins = false;
            if let Some(longest) = &found.length.longest {
                let took = match &longest.action {
                    Action::Takes { time: Time::Unbounded, .. } => "has no bound".to_owned(),
                    Action::Takes { time: Time::Known(nanos), .. } => format!("takes up to {}", show(*nanos)),
                    _ => "goes on for a time that nobody knows".to_owned(),
                };
                joins = matches!(&longest.action, Action::Takes { kind: Kind::Wait, .. }) && longest.callee.ends_with("join");
                let name = if longest.callee.is_empty() { "a loop".to_owned() } else { format!("`{}`", longest.callee) };
                for hop in longest.chains.first().into_iter().flatten() {
                    draft = draft.also(hop.at, &format!("calls `{}` while it is held", hop.callee));
                }
                draft = draft.also(longest.place, &format!("{name} {took}, and {lock} is held meanwhile"));
            }
            let budget = show(shared.budget.as_nanos());
            let advice = match joins {
                true => {
                    "take the thread's handle out under the lock, give the lock back, and join then; or let `LooksAlive` `try_lock` and answer with the last known value"
                }
                false => {
                    "take what is needed out under the lock, give the lock back, and do the long part then; or let `LooksAlive` `try_lock` and answer with the last known value"
                }
            };
            out.push(
                draft.note(format!("`LooksAlive` should return within {budget}, and waits for whoever holds the lock")).help(advice).done(),
            );
        }
    }
    out
}
