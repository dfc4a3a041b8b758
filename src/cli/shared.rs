//! `shared`: the places that `LooksAlive` and `Terminate` both reach, who does what to them, and under which locks.

use anyhow::Context as _;

use super::args::{CommonFlags, SharedArgs};
use super::check::{self, Engine, Job};
use super::color::Console;
use super::{FileFilter, Status, current_dir, progress};
use crate::report::{self, Format, Options, Rendered, Report};

pub(super) fn run(args: &SharedArgs, common: &CommonFlags, console: Console, engine: Engine) -> anyhow::Result<Status> {
    let current_dir = current_dir()?;
    check::require_files(&args.files, &current_dir)?;
    let request = args.selection.request(current_dir, &args.files);
    let job = Job { request, verbose: common.verbose, quiet: common.quiet, ..Job::default() };
    let mut outcome = {
        let _progress = progress::start(&job);
        engine(&job)?
    };
    let filter = FileFilter::new(&job.request, &outcome.workspace);
    let sources = &outcome.sources;
    outcome.sharing.retain(|table| {
        let place = crate::findings::place::shown(sources, table.place);
        filter.admits(&sources.file(place.file).name)
    });
    let colors = console.colors_stderr();
    let report = Report {
        sources,
        workspace: &outcome.workspace,
        findings: &[],
        problems: &outcome.problems,
        summary: &outcome.summary,
        budgets: &[],
        sharing: &[],
        prefix: "",
        other_failed: false,
    };
    let mut stderr = check::warnings(&outcome.warnings, colors);
    stderr.push_str(&report::document(&report, Format::Human, Options { color: colors, quiet: true }));
    let is_json = args.message_format == "json";
    let mut stdout = if is_json {
        report::shared::json(&outcome.sharing, sources, &outcome.workspace)
    } else {
        report::shared::human(&outcome.sharing, sources, console.colors_stdout())
    };
    if !job.quiet {
        // What people read ends with it; where programs read, people read the other stream.
        let (last, color) = if is_json { (&mut stderr, colors) } else { (&mut stdout, console.colors_stdout()) };
        last.push_str(&report::shared::line(&outcome.sharing, outcome.summary.packages, color));
    }
    report::write(&Rendered { stdout, stderr }).context("cannot write the table")?;
    Ok(if outcome.problems.is_empty() { Status::Clean } else { Status::Denied })
}
