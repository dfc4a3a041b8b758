//! GitHub's workflow commands: each finding as an annotation beside the code of a pull request.

use super::Report;
use super::diagnostic::Diagnostic;
use super::located::{in_repository, locate};
use super::text::{clean, clean_lines};
use crate::findings::Lint;

pub(super) fn render(report: &Report<'_>, diagnostics: &[Diagnostic<'_>]) -> String {
    diagnostics.iter().map(|diagnostic| command(report, diagnostic)).collect()
}

fn command(report: &Report<'_>, diagnostic: &Diagnostic<'_>) -> String {
    let located = locate(report.sources, diagnostic.span);
    let mut message = clean(diagnostic.message).into_owned();
    let steps = diagnostic.labels.iter().map(|label| {
        let place = locate(report.sources, label.span);
        format!("{}:{}: {}", clean(&in_repository(report, &place)), place.start.0, clean(&label.text))
    });
    let helps = diagnostic.helps.iter().map(|help| format!("help: {}", clean_lines(&help.text)));
    for line in steps.chain(diagnostic.notes.iter().map(|note| clean_lines(note))).chain(helps) {
        message.push('\n');
        message.push_str(&line);
    }
    let title = diagnostic.lint.map_or_else(|| "looksalive".to_owned(), Lint::code);
    // Columns are only understood within one line.
    let columns =
        if located.start.0 == located.end.0 { format!(",col={},endColumn={}", located.start.1, located.end.1) } else { String::new() };
    format!(
        "::{} file={},line={},endLine={}{columns},title={}::{}\n",
        diagnostic.severity.name(),
        property(&clean(&in_repository(report, &located))),
        located.start.0,
        located.end.0,
        property(&title),
        data(&message)
    )
}

/// A message as a command takes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property's value as a command takes it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
