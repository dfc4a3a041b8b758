//! Findings to text, one module a format.
//!
//! Every reporter is a pure function of a [`Report`]: it renders and computes nothing. Writing is apart, in
//! [`write()`], the only part of this module that touches the operating system.

pub mod budget;
pub mod call_graph;
mod diagnostic;
mod excerpt;
mod github;
mod gitlab;
mod html;
mod human;
mod json;
mod junit;
mod located;
mod orders;
mod sarif;
pub mod shared;
mod short;
mod summary;
mod text;
mod write;

use crate::budget::Budget;
use crate::findings::{LeveledFinding, Problem};
use crate::sharing::Sharing;
use crate::source::Sources;
use crate::workspace::Workspace;

pub use orders::people;
pub use summary::Summary;
pub use text::{clean, is_hostile};
pub use write::write;

/// Everything that a reporter may show.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// Packages and crates, for what tools want to know of them.
    pub workspace: &'a Workspace,
    /// In order, one a place and lint ([`ordered`](crate::findings::ordered)), none at `allow`.
    pub findings: &'a [LeveledFinding],
    /// What could not be analysed, in order.
    pub problems: &'a [Problem],
    /// What was analysed.
    pub summary: &'a Summary,
    /// The bill of each `LooksAlive`, in order.
    pub budgets: &'a [Budget],
    /// What each `LooksAlive` shares with `Terminate`, in order.
    pub sharing: &'a [Sharing],
    /// The workspace's folder from the repository's top, with `/` behind it; empty where they are the same.
    pub prefix: &'a str,
    /// Whether another command that was run with it failed: then the whole has not succeeded.
    pub other_failed: bool,
}

impl Report<'_> {
    /// Whether the run found nothing at deny level and could read everything: then the exit status is 0.
    pub fn is_success(&self) -> bool {
        !self.other_failed && self.problems.is_empty() && !self.findings.iter().any(|finding| finding.level.is_error())
    }
}

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people: excerpts, paths, advice.
    Human,
    /// One line a finding.
    Short,
    /// Cargo's message stream; each message also rendered for people.
    Json,
    /// As `Json`, rendered as `Short`.
    JsonDiagnosticShort,
    /// As `Json`, rendered with colours.
    JsonDiagnosticRenderedAnsi,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub's workflow commands.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML.
    Junit,
    /// A page for people.
    Html,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 10] = [
        Self::Human,
        Self::Short,
        Self::Json,
        Self::JsonDiagnosticShort,
        Self::JsonDiagnosticRenderedAnsi,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Html,
    ];

    /// As the command line spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Short => "short",
            Self::Json => "json",
            Self::JsonDiagnosticShort => "json-diagnostic-short",
            Self::JsonDiagnosticRenderedAnsi => "json-diagnostic-rendered-ansi",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Html => "html",
        }
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether it is Cargo's message stream, however its findings are rendered.
    pub fn is_cargos(self) -> bool {
        matches!(self, Self::Json | Self::JsonDiagnosticShort | Self::JsonDiagnosticRenderedAnsi)
    }

    /// Whether it is for tools: then it goes to standard output, and people read standard error.
    pub fn is_machine(self) -> bool {
        !matches!(self, Self::Human | Self::Short)
    }
}

/// How to render.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Escape sequences for colours in what people read.
    pub color: bool,
    /// No summary line.
    pub quiet: bool,
}

/// A rendered report: what goes where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// For tools.
    pub stdout: String,
    /// For people.
    pub stderr: String,
}

/// Render for the standard streams.
pub fn render(report: &Report<'_>, format: Format, options: Options) -> Rendered {
    let mut rendered = Rendered::default();
    if format.is_machine() {
        rendered.stdout = document(report, format, options);
    }
    let for_people = if format.is_machine() { Format::Human } else { format };
    rendered.stderr = document(report, for_people, options);
    if !options.quiet {
        rendered.stderr.push_str(&summary::line(report, options.color));
    }
    rendered.stderr = people(rendered.stderr);
    rendered
}

/// Render what `format` says of the findings, without the summary line: also what goes into a file.
pub fn document(report: &Report<'_>, format: Format, options: Options) -> String {
    let diagnostics = diagnostic::all(report);
    let text = match format {
        Format::Human => diagnostics.iter().map(|d| human::render(d, report.sources, options.color)).collect(),
        Format::Short => diagnostics.iter().map(|d| short::render(d, report.sources, options.color)).collect(),
        Format::Json => json::render(report, &diagnostics, &|d| human::render(d, report.sources, false)),
        Format::JsonDiagnosticShort => json::render(report, &diagnostics, &|d| short::render(d, report.sources, false)),
        Format::JsonDiagnosticRenderedAnsi => json::render(report, &diagnostics, &|d| human::render(d, report.sources, true)),
        Format::Sarif => sarif::render(report, &diagnostics),
        Format::Github => github::render(report, &diagnostics),
        Format::Gitlab => gitlab::render(report, &diagnostics),
        Format::Junit => junit::render(report, &diagnostics, &|d| human::render(d, report.sources, false)),
        Format::Html => html::render(report, &diagnostics),
    };
    match format {
        Format::Human | Format::Short => people(text),
        // Its lines are orders, and of each only the first word is obeyed.
        Format::Github => text,
        Format::Junit | Format::Html => orders::markup(text),
        Format::Json | Format::JsonDiagnosticShort | Format::JsonDiagnosticRenderedAnsi | Format::Sarif | Format::Gitlab => {
            orders::json(text)
        }
    }
}

#[cfg(test)]
mod tests;
