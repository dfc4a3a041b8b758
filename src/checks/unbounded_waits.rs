//! `unbounded_waits`: a wait without a bound on the way from `LooksAlive`.
//!
//! Knows nothing of how bounds are found; asks for every reachable wait that has none.

use super::facts::Facts;
use super::path::{Reached, in_workspace, reached};
use crate::analysis::effect::{Action, Time};
use crate::findings::{Applicability, Finding, Help, Suggestion, endless_timeout_test, registry};
use crate::models::schema::Kind;

/// One finding for each way to each wait.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for way in reached(facts) {
        let Action::Takes { kind: Kind::Wait | Kind::Lock, time: Time::Unbounded, .. } = &way.effect.action else { continue };
        if way.is_forbidden() {
            continue;
        }
        let message = format!("`{}` can wait for ever inside `LooksAlive`", way.effect.callee);
        let what = way.effect.why.as_deref().unwrap_or("nothing bounds this wait");
        let Some(mut finding) = way.finding(facts, &registry::UNBOUNDED_WAITS, message, what) else { continue };
        finding.notes.push("the cluster ends the Resource Monitor, and every resource in it, when a call takes five minutes".to_owned());
        finding.helps.push(asked_for(facts, &way).unwrap_or_else(|| advice(&way)));
        out.push(finding);
    }
    out
}

/// Of a wait whose timeout is asked for: it is one that was meant to ask.
fn asked_for(facts: &Facts<'_>, way: &Reached<'_>) -> Option<Help> {
    let span = endless_timeout_test(facts.sources, way.effect.place)?;
    // What stands in a dependency is not ours to edit.
    in_workspace(facts.sources, way.effect.place).filter(|place| *place == way.effect.place)?;
    let edit = Suggestion { span, replacement: "0".to_owned(), applicability: Applicability::MachineApplicable };
    Some(Help { text: "ask without waiting".to_owned(), suggestion: Some(edit) })
}

fn advice(way: &Reached<'_>) -> Help {
    way.advice(|| {
        let name = way.effect.callee.rsplit("::").next().unwrap_or(&way.effect.callee);
        let first = way.effect.arguments.first().map(String::as_str).unwrap_or_default();
        let ask = |call: &str| format!("ask without waiting: `{call}`");
        match name {
            "WaitForSingleObject" if !first.is_empty() => {
                let call = format!("WaitForSingleObject({first}, 0)");
                format!("{}, which is `WAIT_OBJECT_0` where the object is signalled, and `WAIT_TIMEOUT` where not", ask(&call))
            }
            "WaitForSingleObject" | "WaitForSingleObjectEx" | "WaitForMultipleObjects" | "WaitForMultipleObjectsEx" => {
                "ask without waiting: a timeout of 0 says whether the object is signalled".to_owned()
            }
            "recv" if !first.is_empty() => ask(&format!("{first}.try_recv()")),
            "recv" | "next" | "iter" => "ask without waiting: `try_recv`, and keep the last value".to_owned(),
            "join" if !first.is_empty() => ask(&format!("{first}.is_finished()")),
            "join" => "ask without waiting: `is_finished` says whether the thread has ended".to_owned(),
            "wait" if way.effect.callee.starts_with("Child") => "ask without waiting: `try_wait`".to_owned(),
            "lock" | "read" | "write" => "take it only if it is free: `try_lock`, else report the last known value".to_owned(),
            _ => "let a worker thread wait, and let `LooksAlive` read the flag that it keeps".to_owned(),
        }
    })
}
