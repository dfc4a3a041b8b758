//! `shared`: the places that `LooksAlive` and `Terminate` both reach, who does what to them, and under which locks.

use super::args::{CommonFlags, SharedArgs};
use super::check::{self, Engine, Job};
use super::color::Console;
use super::page::{self, Page};
use super::{FileFilter, Status, current_dir};
use crate::report;

pub(super) fn run(args: &SharedArgs, common: &CommonFlags, console: Console, engine: Engine) -> anyhow::Result<Status> {
    let current_dir = current_dir()?;
    check::require_files(&args.files, &current_dir)?;
    let request = args.selection.request(current_dir, &args.files);
    let job = Job { request, verbose: common.verbose, quiet: common.quiet, ..Job::default() };
    let mut outcome = page::analyse(&job, engine)?;
    let filter = FileFilter::new(&job.request, &outcome.workspace);
    page::retain(&mut outcome.sharing, &outcome.sources, &filter, |table| table.place);
    let (tables, sources) = (&outcome.sharing, &outcome.sources);
    let page = Page {
        json: &|| report::shared::json(tables, sources, &outcome.workspace),
        human: &|color| report::shared::human(tables, sources, color),
        closing: &|color| report::shared::line(tables, outcome.summary.packages, color),
    };
    page::write(&page, &args.message_format, &job, &outcome, console)
}
