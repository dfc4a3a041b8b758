//! `budget`: how long each `LooksAlive` can take, as a bill; and the record of bounds that may not grow.

mod record;

use super::args::{BudgetArgs, CommonFlags};
use super::check::{self, Engine, Job};
use super::color::Console;
use super::page::{self, Page};
use super::{FileFilter, Status, current_dir};
use crate::report;

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
    let mut outcome = page::analyse(&job, engine)?;
    let written = if args.write_bounds { record::write(&outcome, &job)? } else { String::new() };
    let filter = FileFilter::new(&job.request, &outcome.workspace);
    page::retain(&mut outcome.budgets, &outcome.sources, &filter, |budget| budget.place);
    let (budgets, sources) = (&outcome.budgets, &outcome.sources);
    let page = Page {
        json: &|| report::budget::json(budgets, sources, &outcome.workspace),
        human: &|color| report::budget::human(budgets, sources, color),
        closing: &|color| report::budget::line(budgets, outcome.summary.packages, color) + &written,
    };
    page::write(&page, &args.message_format, &job, &outcome, console)
}
