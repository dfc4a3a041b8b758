//! `blocking_io`: I/O without a bound on the way from `LooksAlive`.

use super::facts::Facts;
use super::path::reached;
use crate::analysis::effect::{Action, Time};
use crate::findings::{Finding, registry};
use crate::models::schema::Kind;

/// One finding for each way to each operation.
pub fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for way in reached(facts) {
        let Action::Takes { kind, time: Time::Unbounded, .. } = &way.effect.action else { continue };
        if way.is_forbidden() {
            continue;
        }
        if matches!(kind, Kind::Sleep | Kind::Wait | Kind::Lock) {
            continue;
        }
        let message = format!("`{}` {} inside `LooksAlive`", way.effect.callee, does(*kind));
        let what = way.effect.why.as_deref().unwrap_or("nothing bounds this call");
        let Some(mut finding) = way.finding(facts, &registry::BLOCKING_IO, message, what) else { continue };
        finding.notes.push(why(*kind).to_owned());
        finding.helps.push(way.advice(|| advice(*kind).to_owned()));
        out.push(finding);
    }
    out
}

fn does(kind: Kind) -> &'static str {
    match kind {
        Kind::File => "does file I/O without a bound",
        Kind::Network => "does network I/O without a bound",
        Kind::NameResolution => "may have to resolve a name, without a bound,",
        Kind::Http => "makes an HTTP request without a bound",
        Kind::Database => "asks a database without a bound",
        Kind::Process => "runs a process, without a bound,",
        Kind::Service => "asks the service control manager without a bound",
        Kind::Registry => "reads the registry without a bound",
        Kind::Rpc => "makes a remote call without a bound",
        Kind::Com => "makes a COM or WMI call without a bound",
        Kind::Device => "asks a device without a bound",
        Kind::Pipe => "uses a pipe without a bound",
        Kind::Enumeration => "enumerates the whole system",
        Kind::Loader => "loads a library",
        Kind::WindowMessage => "sends a message and waits for its answer",
        Kind::Console => "uses the console without a bound",
        _ => "does I/O without a bound",
    }
}

fn why(kind: Kind) -> &'static str {
    match kind {
        Kind::Network | Kind::Http | Kind::Database | Kind::Rpc => {
            "a host that takes no connection is noticed after about 21 s, one that stops answering perhaps never; the cluster waits five minutes"
        }
        Kind::NameResolution => "name servers that do not answer hold the caller for many seconds",
        Kind::File => "a share or cluster volume that is away blocks for tens of seconds, whatever is asked of it",
        Kind::Process => "how long a process takes to start and to end is not in the caller's hands",
        Kind::Loader => "loading takes the loader's lock and runs the library's own start code",
        Kind::Enumeration => "a snapshot of the whole system grows with the system, and so does the time it takes",
        _ => "no bound exists for this call; the cluster ends the Resource Monitor, and every resource in it, after five minutes",
    }
}

fn advice(kind: Kind) -> &'static str {
    match kind {
        Kind::File => "probe the file on a worker thread and report its last result; a local path that is constant is within the budget",
        Kind::Process | Kind::Enumeration => {
            "keep a handle of the process from `Online` and ask it: `WaitForSingleObject(handle, 0) == WAIT_TIMEOUT`"
        }
        Kind::Service => "keep the service's handle from `Online` and ask `QueryServiceStatusEx`",
        Kind::Loader => "load it in `Open` or `Online` and keep it",
        _ => "probe on a worker thread that `Online` starts, and let `LooksAlive` read its last result",
    }
}
