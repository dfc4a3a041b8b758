//! The pipeline: from a job to what came of it.
//!
//! Workspace → store of definitions → roles → summaries → facts → findings → suppressions → order → levels. Each
//! step is a call into its own module; nothing is decided here.

mod shared;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::cost::show;
use crate::analysis::effect::{Action, Time};
use crate::analysis::engine::Engine;
use crate::budget::Budget;
use crate::checks::facts::{Facts, Interval, LooksAlive, Missing};
use crate::cli::{FileFilter, Job, Outcome, prepare};
use crate::config::levels::LevelTable;
use crate::config::{Config, nearest};
use crate::findings::{Baseline, Finding, Level, Policy, Problem, SuppressibleFile, Suppressions, ordered, ordered_problems};
use crate::models::Models;
use crate::problems;
use crate::report::Summary;
use crate::resolve::bodies::BodyOwner;
use crate::resolve::db::Db;
use crate::resolve::ids::{CrateId, FnId, UnitId};
use crate::resolve::sig::GenericOwner;
use crate::roles::{self, Role, Roles};
use crate::sharing::Sharing;
use crate::source::{Sources, Span};
use crate::store;
use crate::workspace::{CrateIndex, PackageIndex, Workspace};

/// Do a job.
///
/// # Errors
/// Where there is nothing to analyse, or what is configured is wrong; each with one message for people.
pub fn run(job: &Job) -> anyhow::Result<Outcome> {
    let job = job.clone();
    store::on_large_stack(move || analyse(&job))
}

fn analyse(job: &Job) -> anyhow::Result<Outcome> {
    let prepared = prepare(job)?;
    let mut warnings = prepared.warnings;
    let sources = Arc::new(Sources::default());
    let levels = LevelTable::new(&prepared.config, &job.levels);
    let models = Models::with_user(prepared.config.models.iter().map(|m| m.value.clone()).collect());
    let mut findings = Vec::new();
    let mut problems = Vec::new();
    let mut summary = Summary::default();
    let mut budgets: Vec<Budget> = Vec::new();
    let mut sharing: Vec<Sharing> = Vec::new();
    for (number, workspace) in prepared.workspaces.iter().enumerate() {
        let is_last = job.ends_process && number + 1 == prepared.workspaces.len();
        let mut target = Target { job, is_last, config: &prepared.config, models: &models, workspace, sources: &sources, levels: &levels };
        let found = target.analyse();
        findings.extend(found.findings);
        problems.extend(found.problems);
        warnings.extend(found.warnings);
        for budget in found.budgets {
            // One function may be found for several targets and tables; its worst bound counts.
            match budgets.iter_mut().find(|known| known.function == budget.function && known.table == budget.table) {
                Some(known) if known.bound.exceeds(budget.bound.limit()) => {}
                Some(known) => *known = budget,
                None => budgets.push(budget),
            }
        }
        for one in found.sharing {
            // The same function is found for each target.
            if !sharing.iter().any(|known| known.place == one.place && known.table == one.table) {
                sharing.push(one);
            }
        }
        // The same entry points are found for each target; the worst figures count.
        if found.summary.entry_points.len() >= summary.entry_points.len() {
            summary = found.summary;
        }
    }
    for (number, model) in models.unused() {
        if let Some(located) = prepared.config.models.get(number) {
            let message = format!("the model of `{}` matches no call", model.path);
            warnings.push(crate::config::Problem::new(located.place.clone(), message).render("warning"));
        }
    }
    // Of what was not looked at nobody can say that it is not there.
    let saw_all = prepared.workspaces.iter().flat_map(|w| &w.packages).all(|package| package.is_selected || !package.is_member);
    for named in prepared.config.looks_alive.iter().filter(|_| saw_all) {
        let names = || budgets.iter().map(|budget| budget.function.as_str());
        if names().all(|name| name != named.path.value) {
            let message = format!("`{}` is no `LooksAlive` that was found", named.path.value);
            let near = nearest(&named.path.value, names()).map(|near| format!("did you mean `{near}`?"));
            warnings.push(crate::config::Problem::new(named.path.place.clone(), message).help(near).render("warning"));
        }
    }
    if job.max_bound {
        problems.extend(budgets.iter().filter_map(crate::budget::grown));
    }
    let workspace = prepared.workspaces.into_iter().next().unwrap_or_default();
    let filter = FileFilter::new(&job.request, &workspace);
    let mut findings = levels.apply(ordered(findings, &sources), &sources, &workspace.packages);
    findings.retain(|finding| finding.level != Level::Allow);
    let today = if job.write_baseline { Baseline::of(&findings, &sources) } else { Baseline::default() };
    let mut met = Baseline::default();
    if let Some(baseline) = &job.baseline {
        let compared = baseline.compare(findings, &sources);
        (summary.accepted, summary.gone) = (compared.accepted, compared.gone);
        (findings, met) = (compared.new, compared.met);
    }
    if let Some(changes) = &job.changes {
        let changes = changes.shown(&workspace.root);
        findings.retain(|finding| changes.touch(&finding.finding, &sources));
    }
    findings.retain(|finding| filter.admits(&sources.file(sources.written_at(finding.finding.primary.span).file).name));
    let problems = ordered_problems(problems, &sources);
    let sources = Arc::try_unwrap(sources).map_err(|_| anyhow::anyhow!("the texts are still in use"))?;
    Ok(Outcome { sources, workspace, findings, problems, summary, budgets, sharing, today, met, warnings })
}

/// One workspace for one target.
struct Target<'a> {
    job: &'a Job,
    config: &'a Config,
    models: &'a Models,
    workspace: &'a Workspace,
    sources: &'a Arc<Sources>,
    levels: &'a LevelTable<'a>,
    /// Whether no other follows, and nothing else in this process.
    is_last: bool,
}

struct Found {
    findings: Vec<Finding>,
    problems: Vec<Problem>,
    warnings: Vec<String>,
    summary: Summary,
    budgets: Vec<Budget>,
    sharing: Vec<Sharing>,
}

impl Target<'_> {
    fn analyse(&mut self) -> Found {
        let db = store::open(self.workspace, self.sources);
        let mut found = Found {
            findings: Vec::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
            summary: Summary::default(),
            budgets: Vec::new(),
            sharing: Vec::new(),
        };
        let mut engine = Engine::new(&db, self.models);
        let mut facts =
            Facts { sources: self.sources, looks_alives: Vec::new(), missing: Vec::new(), intervals: Vec::new(), shared: Vec::new() };
        let setting = engine.setting_bodies();
        let mut files = Vec::new();
        let mut selected = Vec::new();
        for (index, package) in self.workspace.packages.iter().enumerate() {
            let package_index = PackageIndex(index as u32);
            let crates: Vec<CrateId> =
                db.crates().filter(|(_, k)| k.is_selected && k.is_member && k.package == Some(package_index)).map(|(id, _)| id).collect();
            if crates.is_empty() {
                continue;
            }
            found.summary.packages += 1;
            selected.extend(crates.iter().copied());
            for krate in &crates {
                let unit = db.unit(UnitId(krate.0));
                let index = CrateIndex(krate.0);
                files.extend(unit.files.iter().map(|file| SuppressibleFile { file: *file, package: package_index, krate: index }));
            }
            let roles = roles::find(&db, &crates, &self.entry_points(&package.name));
            for path in &roles.unmatched {
                let message = format!("the configured entry point `{path}` names no function that is analysed");
                let configured = self.config.entry_points(&package.name).find(|e| e.path.value == *path);
                let warning = match configured {
                    Some(entry) => crate::config::Problem::new(entry.path.place.clone(), message).render("warning"),
                    None => message,
                };
                if !found.warnings.contains(&warning) {
                    found.warnings.push(warning);
                }
            }
            let budget = self.budget(package_index);
            let shared = shared::of_package(&engine, &db, &roles, package_index, budget);
            for (taken_at, hold) in shared.iter().flat_map(|shared| &shared.waits) {
                engine.is_held(*taken_at, hold);
            }
            facts.shared.extend(shared);
            self.package(&db, &mut engine, &roles, package_index, &mut facts);
            self.intervals(&db, &engine, &crates, &setting, package_index, &mut facts);
        }
        found.problems.extend(problems::collect(&db, self.workspace, &selected));
        found.summary.entry_points = facts.looks_alives.iter().map(|l| l.table.clone()).collect();
        found.summary.bound = bound(&facts);
        found.sharing = facts.shared.iter().flat_map(|shared| crate::sharing::of(shared, self.sources)).collect();
        let recorded = |entry: &LooksAlive| self.config.recorded_bound(&entry.path).map(|bound| bound.value);
        let in_workspace = |span: Span| self.sources.file(self.sources.written_at(span).file).in_workspace;
        found.budgets.extend(facts.looks_alives.iter().map(|entry| {
            // A trampoline, or what it forwards to, may stand in a dependency; its table does not.
            let place = if in_workspace(entry.whole) { entry.whole } else { entry.field };
            Budget { place, ..Budget::new(entry, self.models, recorded(entry)) }
        }));
        let (resolved, all) = engine.call_counts();
        (found.summary.calls_resolved, found.summary.calls) = (resolved, all);
        let mut limits = engine.take_limits();
        found.summary.limits = limits.len();
        found.warnings.append(&mut limits);
        if self.job.verbose > 0 {
            found.warnings.extend(engine.unresolved_in_words());
        }
        let findings = crate::checks::run(&facts);
        let suppressions = Suppressions::collect(self.sources, &files);
        let packages = &self.workspace.packages;
        let policy = Policy {
            is_forbidden: &|finding| self.levels.level_for(finding, self.sources, packages).level == Level::Forbid,
            was_checked: &|_| true,
        };
        found.findings = suppressions.apply(findings, self.sources, &policy);
        drop(engine);
        store::close(db, self.is_last);
        found
    }

    fn entry_points(&self, package: &str) -> Vec<(Role, String)> {
        let configured = self.config.entry_points(package);
        configured.filter_map(|e| Some((Role::from_kebab(e.role)?, e.path.value.clone()))).collect()
    }

    /// The poll intervals that a package sets, wherever it does. What is walked for them is no part of any `LooksAlive`.
    fn intervals(
        &self,
        db: &Db,
        engine: &Engine<'_>,
        crates: &[CrateId],
        setting: &FxHashMap<CrateId, Vec<BodyOwner>>,
        package: PackageIndex,
        facts: &mut Facts<'_>,
    ) {
        let budget = self.budget(package);
        let mut dependents: Vec<_> = db.dependents(crates).into_iter().filter_map(|krate| db.krate(krate).package).collect();
        dependents.retain(|other| *other != package);
        for krate in crates {
            for effect in setting.get(krate).iter().flat_map(|bodies| engine.beside().intervals(bodies)) {
                let Action::Polls { what, looks_alive, is_alive } = effect.action else { continue };
                let krate = CrateIndex(krate.0);
                let dependents = dependents.clone();
                facts.intervals.push(Interval { place: effect.place, what, looks_alive, is_alive, package, dependents, krate, budget });
            }
        }
    }

    fn budget(&self, package: PackageIndex) -> std::time::Duration {
        self.workspace.packages.get(package.0 as usize).map_or(crate::config::DEFAULT_BUDGET, |p| self.config.budget(&p.name))
    }

    /// The facts of one package.
    fn package(&self, db: &Db, engine: &mut Engine<'_>, roles: &Roles, package: PackageIndex, facts: &mut Facts<'_>) {
        let name = self.workspace.packages.get(package.0 as usize).map_or("", |p| p.name.as_str());
        let limit = self.config.allocation_limit(name);
        for table in &roles.tables {
            let krate = CrateIndex(table.krate.0);
            for entry in table.entries(Role::LooksAlive) {
                let path = entry.target.path(db);
                let (summary, place, is_extern) = match &entry.target {
                    roles::Target::Fn(id, args) => {
                        let data = db.fn_data(*id);
                        (engine.entry(*id, args), data.name.span, data.item.abi.is_some())
                    }
                    roles::Target::Closure(owner, expr, args) => (engine.entry_closure(*owner, *expr, args), entry.span, false),
                };
                // Given other constants, a function is another check: `verify(disk, false)` beside `verify(disk, true)`.
                let same_mode = |to: &&roles::Forward| to.mode.is_empty() || entry.forwards.iter().any(|own| own.mode == to.mode);
                // `IsAlive` may ask `LooksAlive` first: that makes them no one function.
                let own = |to: FnId| entry.function().is_some_and(|(id, _)| id == to);
                let is_alive = table.entries(Role::IsAlive).iter().flat_map(|e| {
                    let forwards = e.forwards.iter().take_while(|to| !own(to.function)).filter(same_mode).map(|to| to.function);
                    e.function().map(|(id, _)| id).into_iter().chain(forwards)
                });
                // What a generic trampoline, or one of somebody else's, comes to, the method that it forwards to comes to.
                let whole = match (&entry.target, &entry.forwards_to) {
                    (roles::Target::Fn(id, _), Some(to)) if is_only_a_way(db, *id) => db.fn_data(to.function).name.span,
                    _ => place,
                };
                facts.looks_alives.push(LooksAlive {
                    whole,
                    allocation_limit: limit,
                    function: entry.function().map(|(id, _)| id),
                    field: entry.span,
                    is_alive: is_alive.map(Some).collect(),
                    table: table.name.clone(),
                    budget: self.config.budget_of(&path, name),
                    path,
                    name: place,
                    is_extern,
                    effects: summary.effects.clone(),
                    cost: summary.cost.clone(),
                    package,
                    krate,
                });
            }
            let missing: Vec<_> = table.missing_required().map(|role| role.name()).collect();
            // What several functions were found for, or only by its name, is no table that lacks anything.
            let is_table = matches!(table.rule, roles::Rule::PlatformTable | roles::Rule::HandWrittenTable);
            if is_table && !missing.is_empty() {
                facts.missing.push(Missing { place: table.place, table: table.name.clone(), roles: missing, package, krate });
            }
        }
        for startup in &roles.startups_without_table {
            facts.missing.push(Missing {
                place: startup.place,
                table: startup.name.clone(),
                roles: Vec::new(),
                package,
                krate: CrateIndex(startup.krate.0),
            });
        }
    }
}

/// Whether a function is generic, or lies outside the workspace: its name says nothing about one `LooksAlive`.
fn is_only_a_way(db: &Db, id: FnId) -> bool {
    !db.generics(GenericOwner::Fn(id)).params.is_empty() || !db.krate(db.crate_of(id.unit)).is_member
}

/// The worst bound of all entry points, in words.
fn bound(facts: &Facts<'_>) -> Option<String> {
    let worst = facts.looks_alives.iter().max_by_key(|l| (l.cost.is_unbounded, l.cost.known))?;
    if worst.cost.is_unbounded {
        let mut places = rustc_hash::FxHashSet::default();
        for effect in facts.looks_alives.iter().flat_map(|l| &l.effects) {
            if matches!(effect.action, Action::Takes { time: Time::Unbounded, .. }) {
                places.insert(effect.place);
            }
        }
        return Some(match places.len() {
            0 => "none (a loop of unknown length)".to_owned(),
            1 => "none (1 call without one)".to_owned(),
            n => format!("none ({n} calls without one)"),
        });
    }
    let unknown = if worst.cost.has_unknown { ", not counting what cannot be evaluated" } else { "" };
    Some(format!("{} of {}{unknown}", show(worst.cost.known), show(worst.budget.as_nanos())))
}
