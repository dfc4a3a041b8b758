//! What subcommands share that show a table of what was found and no findings: `budget` and `shared`.

use anyhow::Context as _;

use super::check::{self, Engine, Job, Outcome};
use super::color::Console;
use super::{FileFilter, Status, progress};
use crate::report::{self, Format, Options, Rendered, Report};
use crate::source::{Sources, Span};

/// Run the job, with its progress on a terminal.
pub(super) fn analyse(job: &Job, engine: Engine) -> anyhow::Result<Outcome> {
    let _progress = progress::start(job);
    engine(job)
}

/// The rows whose places lie in the files that were asked for.
pub(super) fn retain<T>(rows: &mut Vec<T>, sources: &Sources, filter: &FileFilter, place: impl Fn(&T) -> Span) {
    rows.retain(|row| {
        let place = crate::findings::place::shown(sources, place(row));
        filter.admits(&sources.file(place.file).name)
    });
}

/// A table, as programs and as people read it. The argument says whether its stream takes colour.
pub(super) struct Page<'a> {
    pub json: &'a dyn Fn() -> String,
    pub human: &'a dyn Fn(bool) -> String,
    /// What closes the run; left out with `--quiet`.
    pub closing: &'a dyn Fn(bool) -> String,
}

/// Write what went wrong, the table and what closes it.
///
/// # Errors
///
/// A stream that cannot be written.
pub(super) fn write(page: &Page<'_>, message_format: &str, job: &Job, outcome: &Outcome, console: Console) -> anyhow::Result<Status> {
    let report = Report {
        sources: &outcome.sources,
        workspace: &outcome.workspace,
        findings: &[],
        problems: &outcome.problems,
        summary: &outcome.summary,
        budgets: &[],
        sharing: &[],
        prefix: "",
        other_failed: false,
    };
    let (out_color, err_color) = (console.colors_stdout(), console.colors_stderr());
    let mut stderr = check::warnings(&outcome.warnings, err_color);
    stderr.push_str(&report::document(&report, Format::Human, Options { color: err_color, quiet: true }));
    let is_json = message_format == "json";
    let mut stdout = if is_json { (page.json)() } else { (page.human)(out_color) };
    if !job.quiet {
        // What people read ends with it; where programs read, people read the other stream.
        let (last, color) = if is_json { (&mut stderr, err_color) } else { (&mut stdout, out_color) };
        last.push_str(&(page.closing)(color));
    }
    let stdout = if is_json { stdout } else { report::people(stdout) };
    report::write(&Rendered { stdout, stderr: report::people(stderr) }).context("cannot write the table")?;
    Ok(if outcome.problems.is_empty() { Status::Clean } else { Status::Denied })
}
