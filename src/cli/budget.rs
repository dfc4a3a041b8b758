//! `budget`: how long each `LooksAlive` can take, as a bill; and the record of bounds that may not grow.

mod record;

use anyhow::Context as _;

use super::args::{BudgetArgs, CommonFlags};
use super::check::{self, Engine, Job};
use super::color::Console;
use super::{FileFilter, Status, current_dir, progress};
use crate::report::{self, Format, Options, Rendered, Report};

pub(super) fn run(args: &BudgetArgs, common: &CommonFlags, console: Console, engine: Engine) -> anyhow::Result<Status> {
    let current_dir = current_dir()?;
    check::require_files(&args.files, &current_dir)?;
    let job = Job {
        request: args.selection.request(current_dir, &args.files),
        budget: args.budget,
        max_bound: args.max_bound,
        verbose: common.verbose,
        quiet: common.quiet,
        ..Job::default()
    };
    let mut outcome = {
        let _progress = progress::start(&job);
        engine(&job)?
    };
    let written = if args.write_bounds { Some(record::write(&outcome, &job)?) } else { None };
    let filter = FileFilter::new(&job.request, &outcome.workspace);
    let sources = &outcome.sources;
    outcome.budgets.retain(|budget| {
        let place = crate::findings::place::shown(sources, budget.place);
        filter.admits(&sources.file(place.file).name)
    });
    let colors = console.colors_stderr();
    let report = Report {
        sources,
        workspace: &outcome.workspace,
        findings: &[],
        problems: &outcome.problems,
        summary: &outcome.summary,
        budgets: &outcome.budgets,
        sharing: &[],
        prefix: "",
        other_failed: false,
    };
    let mut stderr = check::warnings(&outcome.warnings, colors);
    stderr.push_str(&report::document(&report, Format::Human, Options { color: colors, quiet: true }));
    let is_json = args.message_format == "json";
    let mut stdout = if is_json {
        report::budget::json(&outcome.budgets, sources, &outcome.workspace)
    } else {
        report::budget::human(&outcome.budgets, sources, console.colors_stdout())
    };
    if !job.quiet {
        // What people read ends with it; where programs read, people read the other stream.
        let (last, color) = if is_json { (&mut stderr, colors) } else { (&mut stdout, console.colors_stdout()) };
        last.push_str(&report::budget::line(&outcome.budgets, outcome.summary.packages, color));
        last.extend(written);
    }
    report::write(&Rendered { stdout, stderr }).context("cannot write the bill")?;
    Ok(if outcome.problems.is_empty() { Status::Clean } else { Status::Denied })
}
