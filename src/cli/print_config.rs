//! `--print-config`: what holds after all files and flags, as a `looksalive.toml` that says the same.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Duration;

use super::check::Job;
use super::color::Console;
use super::{Status, levels, prepare};
use crate::budget::show;
use crate::config::levels::{LevelTable, Selector, TableLevels};
use crate::config::{Config, DEFAULT_ALLOCATION_LIMIT, DEFAULT_BUDGET, Limit, Settings};
use crate::findings::{Level, LevelOrigin};
use crate::report::{clean, is_hostile};

const WRITES: &str = "writing to a string cannot fail";

pub(super) fn run(job: &Job, console: Console) -> anyhow::Result<Status> {
    let prepared = prepare(job)?;
    let target = prepared.workspaces.first().map_or("", |workspace| workspace.target.as_str());
    let text = text(&prepared.config, &LevelTable::new(&prepared.config, &job.levels), target);
    let mut stdout = console.stdout();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(Status::Clean)
}

fn text(config: &Config, table: &LevelTable<'_>, target: &str) -> String {
    let mut out = String::new();
    let (budget, from) = match (config.budget_flag, config.workspace.budget) {
        (Some(flag), _) => (flag, "--budget"),
        (None, Some(own)) => (own, "configured"),
        (None, None) => (DEFAULT_BUDGET, "default"),
    };
    line(&mut out, &format!("budget = {}", duration(budget)), from);
    let limit = config.workspace.allocation_limit;
    line(
        &mut out,
        &format!("allocation-limit = {}", limit.unwrap_or(DEFAULT_ALLOCATION_LIMIT)),
        if limit.is_some() { "configured" } else { "default" },
    );
    line(&mut out, &format!("target = {}", quoted(target)), if config.target.is_some() { "configured" } else { "default or flag" });
    out.push_str("\n[lints]\n");
    for lint in levels::names().0 {
        let setting = table.level_of(lint);
        let from = match setting.origin {
            LevelOrigin::Default => "default".to_owned(),
            LevelOrigin::CommandLine(flag) => flag,
            LevelOrigin::Configuration(file) => file,
        };
        line(&mut out, &format!("{} = \"{}\"", lint.name, setting.level.name()), &from);
    }
    entry_points(&mut out, "entry-points", &config.workspace);
    for named in &config.looks_alive {
        writeln!(out, "\n[looks-alive.{}]", quoted(&named.path.value)).expect(WRITES);
        if let Some(budget) = named.budget {
            writeln!(out, "budget = {}", duration(config.budget_flag.unwrap_or(budget))).expect(WRITES);
        }
        match named.bound.as_ref().map(|bound| bound.value) {
            Some(Limit::Nanos(nanos)) => {
                writeln!(out, "bound = {}", duration(Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX)))).expect(WRITES)
            }
            Some(Limit::Unbounded) => out.push_str("bound = \"none\"\n"),
            None => {}
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    for (package, _) in &config.packages {
        if seen.contains(&package.as_str()) {
            continue;
        }
        seen.push(package);
        let own: Vec<&Settings> = config.packages.iter().filter(|(name, _)| name == package).map(|(_, settings)| settings).collect();
        writeln!(out, "\n[package.{}]", quoted(package)).expect(WRITES);
        writeln!(out, "budget = {}", duration(config.budget(package))).expect(WRITES);
        writeln!(out, "allocation-limit = {}", config.allocation_limit(package)).expect(WRITES);
        let mut all = TableLevels::default();
        for settings in &own {
            all.levels.extend(settings.levels.levels.iter().map(|(selector, level)| (*selector, *level)));
        }
        levels_of(&mut out, "lints.", &all);
        for settings in own {
            entry_points(&mut out, &format!("package.{}.entry-points", quoted(package)), settings);
        }
    }
    for path in &config.paths {
        out.push_str("\n[[path]]\n");
        let globs: Vec<String> = path.written.iter().map(|glob| quoted(glob)).collect();
        writeln!(out, "glob = [{}]", globs.join(", ")).expect(WRITES);
        levels_of(&mut out, "lints.", &path.levels);
    }
    if !config.models.is_empty() {
        let paths: Vec<String> = config.models.iter().map(|model| format!("#   {}\n", clean(&model.value.path))).collect();
        writeln!(out, "\n# and {} models of your own:\n{}", paths.len(), paths.concat().trim_end()).expect(WRITES);
    }
    out
}

/// A line and where it comes from.
fn line(out: &mut String, text: &str, from: &str) {
    writeln!(out, "{text:40} # {}", clean(from)).expect(WRITES);
}

fn levels_of(out: &mut String, prefix: &str, levels: &TableLevels) {
    for (selector, level) in &levels.levels {
        let name = match selector {
            Selector::Lint(name) => name,
            Selector::Group(group) => group.name(),
            Selector::Warnings => "warnings",
        };
        writeln!(out, "{prefix}{name} = \"{}\"", Level::name(*level)).expect(WRITES);
    }
}

fn entry_points(out: &mut String, table: &str, settings: &Settings) {
    if settings.entry_points.is_empty() {
        return;
    }
    writeln!(out, "\n[{table}]").expect(WRITES);
    let mut roles: Vec<&str> = settings.entry_points.iter().map(|entry| entry.role).collect();
    roles.dedup();
    for role in roles {
        let paths: Vec<String> =
            settings.entry_points.iter().filter(|entry| entry.role == role).map(|entry| quoted(&entry.path.value)).collect();
        writeln!(out, "{role} = [{}]", paths.join(", ")).expect(WRITES);
    }
}

fn duration(duration: Duration) -> String {
    let nanos = duration.as_nanos();
    let shown = show(nanos).replace(' ', "");
    // Shown with three decimals at most; what has more is written out.
    match crate::config::units::parse_duration(&shown) {
        Ok(same) if same == duration => format!("\"{shown}\""),
        _ => format!("\"{nanos}ns\""),
    }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if is_hostile(c) => {
                write!(out, "\\U{:08X}", u32::from(c)).expect(WRITES);
            }
            c => out.push(c),
        }
    }
    out + "\""
}
