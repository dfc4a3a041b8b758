//! GitLab's code quality report: a JSON array, one object a finding.

use serde::Serialize;

use super::Report;
use super::diagnostic::{Diagnostic, Severity};
use super::located::{fingerprints, in_repository, locate};
use super::text::clean;
use crate::findings::Lint;

pub(super) fn render(report: &Report<'_>, diagnostics: &[Diagnostic<'_>]) -> String {
    let issues: Vec<Issue> = diagnostics
        .iter()
        .zip(fingerprints(report, diagnostics))
        .map(|(diagnostic, fingerprint)| {
            let located = locate(report.sources, diagnostic.span);
            Issue {
                description: clean(diagnostic.message).into_owned(),
                check_name: diagnostic.lint.map_or_else(|| "looksalive::error".to_owned(), Lint::code),
                fingerprint,
                severity: match diagnostic.severity {
                    Severity::Error => "critical",
                    Severity::Warning => "minor",
                },
                location: Location { path: in_repository(report, &located), lines: Lines { begin: located.start.0, end: located.end.0 } },
            }
        })
        .collect();
    serde_json::to_string_pretty(&issues).expect("the report is a plain structure with text for keys") + "\n"
}

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}
