//! SARIF 2.1.0, as GitHub's code scanning takes it: a location for every result, paths from the repository's top, the way from
//! `LooksAlive` as a code flow, fingerprints that survive moved lines, each lint's page as its rule's help.

use serde::Serialize;

use super::Report;
use super::diagnostic::{Diagnostic, Severity};
use super::located::{Located, fingerprints, in_repository, locate};
use super::text::{clean, clean_lines};
use crate::findings::{Applicability, Level, Lint};
use crate::source::Span;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const HOME: &str = env!("CARGO_PKG_REPOSITORY");
/// The base that relative paths are relative to: the repository's top, wherever it is checked out.
const ROOT: &str = "%SRCROOT%";
/// The rule of what is no lint's finding: a file that does not parse, a bound that grew.
const ERROR: &str = "looksalive::error";

pub(super) fn render(report: &Report<'_>, diagnostics: &[Diagnostic<'_>]) -> String {
    let mut rules: Vec<Option<&'static Lint>> = Vec::new();
    for diagnostic in diagnostics {
        if !rules.contains(&diagnostic.lint) {
            rules.push(diagnostic.lint);
        }
    }
    let results = diagnostics.iter().zip(fingerprints(report, diagnostics)).map(|(diagnostic, fingerprint)| {
        let rule = rules.iter().position(|rule| *rule == diagnostic.lint).expect("every rule was collected above");
        result(report, diagnostic, rule, fingerprint)
    });
    let run = Run {
        results: results.collect(),
        tool: Tool {
            driver: Driver {
                name: env!("CARGO_PKG_NAME"),
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                information_uri: HOME,
                rules: rules.into_iter().map(|lint| lint.map_or_else(error_rule, rule)).collect(),
            },
        },
        invocations: [Invocation { execution_successful: true }],
        column_kind: "unicodeCodePoints",
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    serde_json::to_string_pretty(&log).expect("the log is a plain structure with text for keys") + "\n"
}

fn rule(lint: &'static Lint) -> Rule {
    let page = lint.body().trim().to_owned();
    Rule {
        id: lint.code(),
        name: lint.name.split('_').map(capitalised).collect(),
        short_description: Text { text: first_sentence(&lint.summary()) },
        full_description: Text { text: lint.summary() },
        help: Help { text: page.clone(), markdown: page },
        help_uri: format!("{HOME}/blob/main/lints/rules/{}/{}.md", lint.group.name(), lint.name),
        default_configuration: Configuration {
            level: if lint.default_level.is_error() { "error" } else { "warning" },
            enabled: lint.default_level != Level::Allow,
        },
        properties: Properties { tags: [lint.group.name()] },
    }
}

fn error_rule() -> Rule {
    let text = "What is no lint's finding: a file that does not parse, or a bound that grew beyond the recorded one";
    Rule {
        id: ERROR.to_owned(),
        name: "Error".to_owned(),
        short_description: Text { text: text.to_owned() },
        full_description: Text { text: text.to_owned() },
        help: Help { text: text.to_owned(), markdown: text.to_owned() },
        help_uri: HOME.to_owned(),
        default_configuration: Configuration { level: "error", enabled: true },
        properties: Properties { tags: ["error"] },
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn first_sentence(text: &str) -> String {
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    text[..end].to_owned()
}

fn result(report: &Report<'_>, diagnostic: &Diagnostic<'_>, rule_index: usize, fingerprint: String) -> Result {
    let mut text = clean(diagnostic.message).into_owned();
    for note in diagnostic.notes {
        text.push('\n');
        text.push_str(&clean_lines(note));
    }
    for help in diagnostic.helps {
        text.push_str("\nhelp: ");
        text.push_str(&clean_lines(&help.text));
    }
    let place = |span: Span, message: &str| location(report, span, message);
    let labels = diagnostic.labels.iter().map(|label| place(label.span, &label.text));
    let related: Vec<Location> = labels.clone().enumerate().map(|(id, location)| Location { id: Some(id), ..location }).collect();
    // The labels lead from `LooksAlive` to the place; where there are none, there is no way to show.
    let steps: Vec<Step> = labels.chain([place(diagnostic.span, diagnostic.label)]).map(|location| Step { location }).collect();
    let flows = if diagnostic.labels.is_empty() { Vec::new() } else { vec![Flow { thread_flows: [Thread { locations: steps }] }] };
    Result {
        rule_id: diagnostic.lint.map_or_else(|| ERROR.to_owned(), Lint::code),
        rule_index,
        level: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: Text { text },
        locations: [Location { message: None, ..place(diagnostic.span, "") }],
        related_locations: related,
        code_flows: flows,
        partial_fingerprints: Fingerprints { looksalive: fingerprint },
        fixes: fixes(report, diagnostic),
    }
}

fn location(report: &Report<'_>, span: Span, message: &str) -> Location {
    let located = locate(report.sources, span);
    Location {
        id: None,
        message: (!message.is_empty()).then(|| Text { text: clean(message).into_owned() }),
        physical_location: Physical { artifact_location: artifact(report, &located), region: region(&located) },
    }
}

fn artifact(report: &Report<'_>, located: &Located) -> Artifact {
    if located.in_workspace {
        return Artifact { uri: encoded(&in_repository(report, located)), uri_base_id: Some(ROOT) };
    }
    let path = located.file.replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    Artifact { uri: format!("file://{slash}{}", encoded(&path)), uri_base_id: None }
}

fn region(located: &Located) -> Region {
    Region { start_line: located.start.0, start_column: located.start.1, end_line: located.end.0, end_column: located.end.1 }
}

/// A path with what a URI may not hold written in hexadecimal digits.
fn encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' | b'@' | b'+' | b',' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn fixes(report: &Report<'_>, diagnostic: &Diagnostic<'_>) -> Vec<Fix> {
    let edits = diagnostic.helps.iter().filter_map(|help| Some((help, help.suggestion.as_ref()?)));
    let sure = edits.filter(|(_, edit)| edit.applicability == Applicability::MachineApplicable);
    sure.map(|(help, edit)| {
        let located = locate(report.sources, edit.span);
        let replacement = Replacement { deleted_region: region(&located), inserted_content: Content { text: edit.replacement.clone() } };
        Fix {
            description: Text { text: clean(&help.text).into_owned() },
            artifact_changes: [Change { artifact_location: artifact(report, &located), replacements: [replacement] }],
        }
    })
    .collect()
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    results: Vec<Result>,
    column_kind: &'static str,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: String,
    name: String,
    short_description: Text,
    full_description: Text,
    help: Help,
    help_uri: String,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
    enabled: bool,
}

#[derive(Serialize)]
struct Properties {
    tags: [&'static str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Result {
    rule_id: String,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<Flow>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Flow {
    thread_flows: [Thread; 1],
}

#[derive(Serialize)]
struct Thread {
    locations: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    location: Location,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "looksalive/v1")]
    looksalive: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Text,
    artifact_changes: [Change; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: [Replacement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Content,
}

#[derive(Serialize)]
struct Content {
    text: String,
}
