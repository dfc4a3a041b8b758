//! What every format shows of a finding or a problem, brought to one form.

use super::Report;
use crate::findings::{Help, Label, LeveledFinding, Lint, Problem, Suggestion, acceptance, place};
use crate::source::{Sources, Span};
use crate::workspace::{CrateIndex, PackageIndex};

/// Errors and warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Severity {
    Error,
    Warning,
}

impl Severity {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A finding or a problem.
#[derive(Clone, Debug)]
pub(super) struct Diagnostic<'a> {
    pub(super) severity: Severity,
    pub(super) lint: Option<&'static Lint>,
    pub(super) message: &'a str,
    pub(super) span: Span,
    pub(super) label: &'a str,
    pub(super) labels: &'a [Label],
    pub(super) notes: &'a [String],
    pub(super) helps: &'a [Help],
    /// Why it is at that severity.
    pub(super) level_note: Option<String>,
    /// How it is accepted where it stands.
    pub(super) acceptance: Option<Suggestion>,
    pub(super) package: PackageIndex,
    pub(super) krate: CrateIndex,
}

/// All of a report: first what could not be analysed, then the findings.
pub(super) fn all<'a>(report: &Report<'a>) -> Vec<Diagnostic<'a>> {
    report.problems.iter().map(of_problem).chain(report.findings.iter().map(|finding| of_finding(finding, report.sources))).collect()
}

fn of_problem(problem: &Problem) -> Diagnostic<'_> {
    Diagnostic {
        severity: Severity::Error,
        lint: None,
        message: &problem.message,
        span: problem.span,
        label: &problem.label,
        labels: &[],
        notes: &problem.notes,
        helps: &[],
        level_note: None,
        acceptance: None,
        package: problem.package,
        krate: problem.krate,
    }
}

fn of_finding<'a>(leveled: &'a LeveledFinding, sources: &Sources) -> Diagnostic<'a> {
    let finding = &leveled.finding;
    Diagnostic {
        severity: if leveled.level.is_error() { Severity::Error } else { Severity::Warning },
        lint: Some(finding.lint),
        message: &finding.message,
        span: finding.primary.span,
        label: &finding.primary.text,
        labels: &finding.labels,
        notes: &finding.notes,
        helps: &finding.helps,
        level_note: Some(leveled.level_note()),
        acceptance: acceptance(finding, sources),
        package: finding.package,
        krate: finding.krate,
    }
}

/// A macro invocation that wrote code.
pub(super) struct Expansion {
    /// The whole invocation; may lie in a virtual file.
    pub(super) invocation: Span,
    /// `name!`, cleaned.
    pub(super) name: String,
}

/// The invocations behind `span`, innermost first, where its token was written by a macro's definition.
pub(super) fn expansions(sources: &Sources, span: Span) -> Vec<Expansion> {
    let chain = place::expansions(sources, span).into_iter();
    chain.map(|invocation| Expansion { invocation, name: macro_name(&sources.text(invocation)) }).collect()
}

/// `path::name!` of an invocation's text.
fn macro_name(invocation: &str) -> String {
    let path = invocation.split_once('!').map_or("", |(path, _)| path);
    let name: String = path.rsplit("::").next().unwrap_or_default().split_whitespace().collect();
    format!("{}!", super::text::clean(&name))
}
