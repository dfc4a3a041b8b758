//! Cargo's message stream: `compiler-message`, `compiler-artifact`, `build-finished`.
//!
//! The fields are those of Cargo's "External tools" page and of rustc's JSON; rust-analyzer needs `package_id`,
//! `target` and `text` on every span, one primary span, and suggestions in children only.

use serde::Serialize;

use super::Report;
use super::diagnostic::{Diagnostic, expansions};
use super::text::{clean, clean_lines};
use crate::findings::{Applicability, Suggestion, place};
use crate::source::{Sources, Span};
use crate::workspace::{CrateKind, CrateSpec};

/// The whole stream, one object a line.
pub(super) fn render(report: &Report<'_>, diagnostics: &[Diagnostic<'_>], rendered: &dyn Fn(&Diagnostic<'_>) -> String) -> String {
    let mut stream = String::new();
    for diagnostic in diagnostics {
        let (package_id, manifest_path) = package(report, diagnostic.package.0 as usize);
        let target = target(report, diagnostic);
        let message = message(report.sources, diagnostic, rendered(diagnostic));
        line(&mut stream, &CompilerMessage { reason: "compiler-message", package_id, manifest_path, target, message });
    }
    for krate in report.workspace.crates.iter().filter(|krate| krate.is_selected && krate.kind != CrateKind::ProcMacro) {
        let (package_id, manifest_path) = package(report, krate.package.0 as usize);
        let profile = Profile { opt_level: "0", debuginfo: 2, debug_assertions: true, overflow_checks: true, test: false };
        line(
            &mut stream,
            &CompilerArtifact {
                reason: "compiler-artifact",
                package_id,
                manifest_path,
                target: target_of(krate),
                profile,
                features: [],
                filenames: [],
                executable: None,
                fresh: false,
            },
        );
    }
    line(&mut stream, &BuildFinished { reason: "build-finished", success: report.is_success() });
    stream
}

fn line(stream: &mut String, message: &impl Serialize) {
    stream.push_str(&serde_json::to_string(message).expect("the messages are plain structures with text for keys"));
    stream.push('\n');
}

fn package<'a>(report: &Report<'a>, index: usize) -> (&'a str, &'a str) {
    report.workspace.packages.get(index).map_or(("", ""), |package| (package.id.as_str(), package.manifest.as_str()))
}

/// The diagnostic's target; an empty one where the workspace does not know its crate.
fn target<'a>(report: &Report<'a>, diagnostic: &Diagnostic<'_>) -> Target<'a> {
    let nameless =
        Target { kind: &[], crate_types: &[], name: "", src_path: "", edition: "2021".to_owned(), doc: false, doctest: false, test: false };
    report.workspace.crates.get(diagnostic.krate.0 as usize).map_or(nameless, target_of)
}

fn target_of(krate: &CrateSpec) -> Target<'_> {
    let is_lib = !matches!(krate.kind, CrateKind::Bin | CrateKind::ProcMacro);
    Target {
        // Cargo's kind of a library is its crate types, of a binary or a macro the one word that they hold.
        kind: &krate.crate_types,
        crate_types: &krate.crate_types,
        name: &krate.target_name,
        src_path: krate.root_file.as_str(),
        edition: krate.edition.to_string(),
        doc: true,
        doctest: is_lib && krate.crate_types.iter().any(|kind| matches!(kind.as_str(), "lib" | "rlib" | "dylib")),
        test: true,
    }
}

fn message(sources: &Sources, diagnostic: &Diagnostic<'_>, rendered: String) -> Message {
    let mut spans = vec![span(sources, diagnostic.span, Some(diagnostic.label), true)];
    spans.extend(diagnostic.labels.iter().map(|label| span(sources, label.span, Some(&label.text), false)));
    let notes = diagnostic.notes.iter().map(|note| child("note", note, Vec::new()));
    let helps = diagnostic.helps.iter().map(|help| child("help", &help.text, suggestion(sources, help.suggestion.as_ref())));
    let accept = diagnostic.acceptance.iter().map(|edit| child("help", "or accept it, with a reason", suggestion(sources, Some(edit))));
    let level_note = diagnostic.level_note.iter().map(|note| child("note", note, Vec::new()));
    Message {
        message_type: "diagnostic",
        rendered: Some(rendered),
        children: notes.chain(helps).chain(accept).chain(level_note).collect(),
        level: diagnostic.severity.name(),
        message: clean(diagnostic.message).into_owned(),
        spans,
        code: diagnostic.lint.map(|lint| Code { code: lint.code(), explanation: Some(lint.summary()) }),
    }
}

fn child(level: &'static str, text: &str, spans: Vec<DiagnosticSpan>) -> Message {
    Message { message_type: "diagnostic", rendered: None, children: Vec::new(), level, message: clean_lines(text), spans, code: None }
}

fn suggestion(sources: &Sources, edit: Option<&Suggestion>) -> Vec<DiagnosticSpan> {
    let Some(Suggestion { span: at, replacement, applicability }) = edit else { return Vec::new() };
    let mut edit = span(sources, *at, None, true);
    edit.suggested_replacement = Some(replacement.clone());
    edit.suggestion_applicability = Some(match applicability {
        Applicability::MachineApplicable => "MachineApplicable",
        Applicability::MaybeIncorrect => "MaybeIncorrect",
        Applicability::HasPlaceholders => "HasPlaceholders",
        Applicability::Unspecified => "Unspecified",
    });
    vec![edit]
}

fn span(sources: &Sources, at: Span, label: Option<&str>, is_primary: bool) -> DiagnosticSpan {
    DiagnosticSpan { expansion: expansion(sources, at), ..span_alone(sources, at, label, is_primary) }
}

/// Without what wrote it.
fn span_alone(sources: &Sources, at: Span, label: Option<&str>, is_primary: bool) -> DiagnosticSpan {
    let shown = place::shown(sources, at);
    let file = sources.file(shown.file);
    let index = file.lines();
    let (start, end) = (index.line_column(&file.text, shown.lo), index.line_column(&file.text, shown.hi));
    let text = (start.line..=end.line).map(|number| {
        let line = index.line_text(&file.text, number as usize - 1);
        let line = line.strip_prefix('\u{feff}').filter(|_| number == 1).unwrap_or(line);
        let past_end = line.chars().count() as u32 + 1;
        SpanLine {
            text: line.to_owned(),
            highlight_start: if number == start.line { start.column.min(past_end) } else { 1 },
            highlight_end: if number == end.line { end.column.min(past_end) } else { past_end },
        }
    });
    DiagnosticSpan {
        file_name: file.name.clone(),
        byte_start: shown.lo,
        byte_end: shown.hi,
        line_start: start.line,
        line_end: end.line,
        column_start: start.column,
        column_end: end.column,
        is_primary,
        text: text.collect(),
        label: label.filter(|label| !label.is_empty()).map(|label| clean(label).into_owned()),
        suggested_replacement: None,
        suggestion_applicability: None,
        expansion: None,
    }
}

/// How many invocations around each other are said. Readers of JSON take no more than 128 objects in each other, of which
/// each is two.
const EXPANSIONS: usize = 32;

/// What wrote the code at `at`, where a macro's definition did: the invocations around it, the outermost in any case.
fn expansion(sources: &Sources, at: Span) -> Option<Box<Expansion>> {
    let mut chain = expansions(sources, at);
    if chain.len() > EXPANSIONS {
        chain.drain(EXPANSIONS - 1..chain.len() - 1);
    }
    chain.into_iter().rev().fold(None, |around, invocation| {
        let span = DiagnosticSpan { expansion: around, ..span_alone(sources, invocation.invocation, None, false) };
        Some(Box::new(Expansion { span, macro_decl_name: invocation.name, def_site_span: None }))
    })
}

#[derive(Serialize)]
struct CompilerMessage<'a> {
    reason: &'static str,
    package_id: &'a str,
    manifest_path: &'a str,
    target: Target<'a>,
    message: Message,
}

#[derive(Serialize)]
struct CompilerArtifact<'a> {
    reason: &'static str,
    package_id: &'a str,
    manifest_path: &'a str,
    target: Target<'a>,
    profile: Profile,
    features: [&'static str; 0],
    filenames: [&'static str; 0],
    executable: Option<&'static str>,
    fresh: bool,
}

#[derive(Serialize)]
struct BuildFinished {
    reason: &'static str,
    success: bool,
}

#[derive(Serialize)]
struct Target<'a> {
    kind: &'a [String],
    crate_types: &'a [String],
    name: &'a str,
    src_path: &'a str,
    edition: String,
    doc: bool,
    doctest: bool,
    test: bool,
}

#[derive(Serialize)]
struct Profile {
    opt_level: &'static str,
    debuginfo: u8,
    debug_assertions: bool,
    overflow_checks: bool,
    test: bool,
}

#[derive(Serialize)]
struct Message {
    rendered: Option<String>,
    #[serde(rename = "$message_type")]
    message_type: &'static str,
    children: Vec<Message>,
    level: &'static str,
    message: String,
    spans: Vec<DiagnosticSpan>,
    code: Option<Code>,
}

#[derive(Serialize)]
struct Code {
    code: String,
    explanation: Option<String>,
}

#[derive(Serialize)]
struct DiagnosticSpan {
    byte_end: u32,
    byte_start: u32,
    column_end: u32,
    column_start: u32,
    expansion: Option<Box<Expansion>>,
    file_name: String,
    is_primary: bool,
    label: Option<String>,
    line_end: u32,
    line_start: u32,
    suggested_replacement: Option<String>,
    suggestion_applicability: Option<&'static str>,
    text: Vec<SpanLine>,
}

#[derive(Serialize)]
struct SpanLine {
    highlight_end: u32,
    highlight_start: u32,
    text: String,
}

#[derive(Serialize)]
struct Expansion {
    def_site_span: Option<DiagnosticSpan>,
    macro_decl_name: String,
    span: DiagnosticSpan,
}
