//! `cluster_api_calls`: Cluster API functions that the platform forbids in `LooksAlive`.

use super::facts::Facts;
use super::path::reached;
use crate::analysis::effect::Action;
use crate::findings::{Finding, registry};
use crate::models::schema::ForbiddenUse;

/// One finding for each way to each call.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for way in reached(facts) {
        let Action::Forbidden(usage) = &way.effect.action else { continue };
        let callee = &way.effect.callee;
        let message = format!("`{callee}` must not be called from `LooksAlive`");
        let (what, note, help) = match usage {
            ForbiddenUse::Never => (
                "forbidden in every entry point",
                "the call goes back to the cluster service, which waits for this very resource: it can dead-lock",
                "leave it to the cluster: report `FALSE`, and let the policy of the resource decide",
            ),
            ForbiddenUse::WorkerThreadOnly => (
                "allowed on a worker thread only",
                "the cluster service may itself be waiting for this entry point to return: the call can dead-lock",
                "ask from a worker thread that `Online` starts, and let `LooksAlive` read what it found",
            ),
        };
        let Some(mut finding) = way.finding(facts, &registry::CLUSTER_API_CALLS, message, what) else { continue };
        finding.notes.push(note.to_owned());
        finding.helps.push(way.advice(|| help.to_owned()));
        out.push(finding);
    }
    out
}
