//! The closing line: what was found, and in what. A run that looked at nothing says so.

use super::Report;
use super::text::{EMPHASIS, ERROR, WARNING, clean, styled};

/// What a run analysed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many packages were selected and analysed.
    pub packages: usize,
    /// For each `LooksAlive`: the name of its table, or of the function where there is none, in order.
    pub entry_points: Vec<String>,
    /// The worst bound of them, in words: `31 ms of 300 ms`, `none (1 wait without one)`. `None`: not computed.
    pub bound: Option<String>,
    /// How many of `calls` were resolved or have a model.
    pub calls_resolved: usize,
    /// How many calls the entry points reach.
    pub calls: usize,
    /// How many limits of the analysis were reached; each is told.
    pub limits: usize,
    /// How many macros between items are not expanded: procedural ones, and what only a build knows.
    pub unexpanded: usize,
    /// How many findings the baseline accepts.
    pub accepted: usize,
    /// How many findings of the baseline are gone.
    pub gone: usize,
}

impl Summary {
    /// What was not analysed, in words; empty where everything was. Files that could not be read are told as errors.
    pub fn not_analysed(&self) -> Vec<String> {
        let mut out = Vec::new();
        if self.entry_points.is_empty() {
            out.push("no LooksAlive entry point was found".to_owned());
        }
        let unresolved = self.calls.saturating_sub(self.calls_resolved);
        if unresolved > 0 {
            out.push(format!("{unresolved} of {} not resolved", counted(self.calls, "call")));
        }
        if self.unexpanded > 0 {
            out.push(format!("{} between items not expanded", counted(self.unexpanded, "macro")));
        }
        if self.limits > 0 {
            out.push(format!("{} reached", counted(self.limits, "limit")));
        }
        out
    }
}

/// The line, with its end.
pub(super) fn line(report: &Report<'_>, color: bool) -> String {
    let summary = report.summary;
    let errors = report.problems.len() + report.findings.iter().filter(|finding| finding.level.is_error()).count();
    let warnings = report.findings.iter().filter(|finding| !finding.level.is_error()).count();
    let packages = counted(summary.packages, "package");
    let found: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| counted(count, what))
        .collect();

    let mut parts = Vec::new();
    let checked_nothing = summary.entry_points.is_empty();
    if !found.is_empty() {
        parts.push(format!("{} in {packages}", found.join(", ")));
    } else if !checked_nothing {
        parts.push(format!("no findings in {packages}"));
    }
    if checked_nothing {
        parts.push(format!("no LooksAlive entry point found in {packages}: nothing was checked"));
    } else {
        parts.push(entry_points(summary));
        parts.push(format!("{} of {} resolved", summary.calls_resolved, counted(summary.calls, "call")));
    }
    if summary.accepted > 0 {
        parts.push(format!("{} accepted by the baseline", counted(summary.accepted, "finding")));
    }
    if summary.gone > 0 {
        parts.push(format!("{} of the baseline gone (`--prune-baseline` takes them out)", counted(summary.gone, "finding")));
    }
    if summary.unexpanded > 0 {
        parts.push(format!("{} between items not expanded", counted(summary.unexpanded, "macro")));
    }
    if summary.limits > 0 {
        parts.push(format!("{} of the analysis reached", counted(summary.limits, "limit")));
    }
    let unparsed: std::collections::BTreeSet<_> =
        report.problems.iter().filter(|problem| problem.is_unparsed_file).map(|problem| problem.span.file).collect();
    if !unparsed.is_empty() {
        parts.push(format!("{} could not be parsed", counted(unparsed.len(), "file")));
    }

    let text = format!("looksalive: {}", parts.join("; "));
    let (severity, style) = match (errors, warnings, checked_nothing) {
        (1.., ..) => ("error", ERROR),
        (_, 1.., _) | (_, _, true) => ("warning", WARNING),
        _ => return format!("{}\n", styled(&text, EMPHASIS, color)),
    };
    format!("{}{}\n", styled(severity, style, color), styled(&format!(": {text}"), EMPHASIS, color))
}

/// How many names the line shows before it only counts.
const SHOWN_NAMES: usize = 4;

fn entry_points(summary: &Summary) -> String {
    let count = summary.entry_points.len();
    let mut names: Vec<String> = summary.entry_points.iter().take(SHOWN_NAMES).map(|name| format!("`{}`", clean(name))).collect();
    if count > SHOWN_NAMES {
        names.push(format!("{} more", count - SHOWN_NAMES));
    }
    let bound = summary.bound.as_ref().map(|bound| format!(", bound: {bound}")).unwrap_or_default();
    format!("{count} LooksAlive ({}){bound}", names.join(", "))
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
