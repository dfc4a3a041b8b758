//! `call-graph`: every call in the workspace's code and what it resolves to, for tools.

use std::sync::Arc;

use anyhow::Context as _;

use super::args::{CallGraphArgs, CommonFlags};
use super::check::{self, Job};
use super::color::Console;
use super::{FileFilter, Status, current_dir, prepare};
use crate::analysis::guards::{self, types::GuardTypes};
use crate::findings::{Problem, ordered_problems};
use crate::problems;
use crate::report::{self, Format, Options, Rendered, Report, Summary};
use crate::resolve::bodies::BodyOwner;
use crate::resolve::call_graph::{self, CallRecord, Held};
use crate::resolve::db::Db;
use crate::resolve::ids::CrateId;
use crate::source::Sources;
use crate::store;
use crate::workspace::{Request, Workspace};

pub(super) fn run(args: &CallGraphArgs, common: &CommonFlags, console: Console) -> anyhow::Result<Status> {
    let current_dir = current_dir()?;
    check::require_files(&args.files, &current_dir)?;
    let mut request = args.selection.request(current_dir, &args.files);
    request.workspace |= request.packages.is_empty();
    let job = Job { request, verbose: common.verbose, quiet: common.quiet, ..Job::default() };
    let found = store::on_large_stack({
        let job = job.clone();
        move || collect(&job)
    })?;
    let color = console.colors_stderr();
    let report = Report {
        sources: &found.sources,
        workspace: &found.workspace,
        findings: &[],
        problems: &found.problems,
        summary: &Summary::default(),
        budgets: &[],
        sharing: &[],
        prefix: "",
        other_failed: false,
    };
    let mut stderr = check::warnings(&found.warnings, color);
    stderr.push_str(&report::document(&report, Format::Human, Options { color, quiet: true }));
    if !job.quiet {
        stderr.push_str(&report::call_graph::statistics(&found.calls, found.packages, job.verbose > 0, color));
    }
    report::write(&Rendered { stdout: report::call_graph::lines(&found.calls), stderr: report::people(stderr) })
        .context("cannot write the call graph")?;
    Ok(if found.problems.is_empty() { Status::Clean } else { Status::Denied })
}

struct Found {
    sources: Arc<Sources>,
    workspace: Workspace,
    calls: Vec<CallRecord>,
    problems: Vec<Problem>,
    warnings: Vec<String>,
    packages: usize,
}

/// The calls of everything selected, for every target asked for.
fn collect(job: &Job) -> anyhow::Result<Found> {
    let prepared = prepare(job)?;
    let sources = Arc::new(Sources::default());
    let mut calls = Vec::new();
    let mut problems = Vec::new();
    let mut packages = 0;
    let mut warnings = prepared.warnings;
    for (number, workspace) in prepared.workspaces.iter().enumerate() {
        let db = store::open(workspace, &sources);
        let types = GuardTypes::new(&db);
        let mut held = |owner| held(&db, owner, &types);
        let crates: Vec<CrateId> = db.crates().filter(|(_, k)| k.is_selected && k.is_member).map(|(id, _)| id).collect();
        for krate in &crates {
            calls.extend(call_graph::calls(&db, *krate, &mut held));
        }
        problems.extend(problems::collect(&db, workspace, &crates));
        let mut selected: Vec<_> = crates.iter().filter_map(|krate| db.krate(*krate).package).collect();
        selected.sort_unstable();
        selected.dedup();
        packages = packages.max(selected.len());
        warnings.extend(problems::limits(&db));
        drop(types);
        store::close(db, number + 1 == prepared.workspaces.len());
    }
    let workspace = prepared.workspaces.into_iter().next().unwrap_or_default();
    let mut calls = call_graph::by_place(calls);
    calls.retain(admitted(&job.request, &workspace));
    let problems = ordered_problems(problems, &sources);
    Ok(Found { sources, workspace, calls, problems, warnings, packages })
}

/// Which calls the files named on the command line let through.
fn admitted(request: &Request, workspace: &Workspace) -> impl Fn(&CallRecord) -> bool + use<> {
    let filter = FileFilter::new(request, workspace);
    move |call| filter.admits(&call.file)
}

/// The guards alive at the calls of a body.
fn held<'a>(db: &'a Db, owner: BodyOwner, types: &GuardTypes<'a>) -> Held {
    let guards = guards::names_of_body(db, owner, types);
    guards.into_iter().map(|(call, types)| (call, types.iter().map(ToString::to_string).collect())).collect()
}
