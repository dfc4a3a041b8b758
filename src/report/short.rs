//! One line a finding, as rustc's short form.

use super::diagnostic::{Diagnostic, Severity};
use super::text::{EMPHASIS, ERROR, WARNING, clean, styled};
use crate::findings::place;
use crate::source::Sources;

/// `src/service.rs:41:18: error: message [looksalive::lint]`
pub(super) fn render(diagnostic: &Diagnostic<'_>, sources: &Sources, color: bool) -> String {
    let shown = place::shown(sources, diagnostic.span);
    let at = sources.line_column(shown);
    let file = sources.file(shown.file);
    let severity = match diagnostic.severity {
        Severity::Error => styled("error", ERROR, color),
        Severity::Warning => styled("warning", WARNING, color),
    };
    let message = styled(&format!(": {}", clean(diagnostic.message)), EMPHASIS, color);
    let code = diagnostic.lint.map(|lint| format!(" [{}]", lint.code())).unwrap_or_default();
    format!("{}:{}:{}: {severity}{message}{code}\n", clean(&file.name), at.line, at.column)
}
