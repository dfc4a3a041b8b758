//! `--fix`: applies what is safe to apply, as `cargo fix` does, and refuses where that could not be undone.

use std::collections::BTreeMap;

use anyhow::Context as _;
use rustfix::{CodeFix, Filter};

use super::args::FixFlags;
use super::check::{Engine, Job, Outcome, write_file};
use super::git;
use crate::report::{self, Format, Options, Report, Summary};

/// An edit may bring another finding to light; after so many rounds it is enough.
const ROUNDS: usize = 4;

/// Refuse a work tree in which edits could not be told from what was there.
pub fn require_clean(flags: &FixFlags, job: &Job) -> anyhow::Result<()> {
    let dir = job.request.start();
    let Some(status) = git::uncommitted(&dir)? else {
        anyhow::ensure!(
            flags.allow_no_vcs,
            "`{dir}` is in no git repository, so what `--fix` changes cannot be undone; `--allow-no-vcs` does it all the same"
        );
        return Ok(());
    };
    // git's two letters: what is staged, what is not.
    let is_dirty = |line: &&String| line.get(1..2).is_some_and(|letter| letter != " ");
    let refused: Vec<&str> = status
        .iter()
        .filter(|line| if is_dirty(line) { !flags.allow_dirty } else { !flags.allow_staged && !flags.allow_dirty })
        .map(String::as_str)
        .collect();
    anyhow::ensure!(
        refused.is_empty(),
        "the work tree has changes that are not committed, and `--fix` would mix its own with them:\n  {}\n\
         commit them, or use `--allow-dirty` (`--allow-staged` for those that are staged)",
        refused.join("\n  ")
    );
    Ok(())
}

/// Apply every machine-applicable suggestion; the outcome of what is left, and what was done.
pub fn apply(job: &Job, engine: Engine) -> anyhow::Result<(Outcome, String)> {
    let mut fixed: BTreeMap<String, usize> = BTreeMap::new();
    let mut outcome = engine(job)?;
    for _ in 0..ROUNDS {
        let edits = edit(&outcome)?;
        if edits.is_empty() {
            break;
        }
        for (file, text, count) in edits {
            write_file(&outcome.workspace.root.join(&file), &text).with_context(|| format!("cannot write `{file}`"))?;
            *fixed.entry(file).or_default() += count;
        }
        outcome = engine(job)?;
    }
    let said = fixed.iter().map(|(file, count)| format!("looksalive: {count} fix{} in {file}\n", if *count == 1 { "" } else { "es" }));
    Ok((outcome, said.collect()))
}

/// The files that change: name, new text, number of fixes.
fn edit(outcome: &Outcome) -> anyhow::Result<Vec<(String, String, usize)>> {
    let report = Report {
        sources: &outcome.sources,
        workspace: &outcome.workspace,
        findings: &outcome.findings,
        problems: &[],
        summary: &Summary::default(),
        budgets: &[],
        sharing: &[],
        prefix: "",
        other_failed: false,
    };
    let stream = report::document(&report, Format::Json, Options::default());
    let messages =
        stream.lines().filter_map(|line| Some(serde_json::from_str::<serde_json::Value>(line).ok()?.get("message")?.to_string()));
    let messages: String = messages.map(|message| message + "\n").collect();
    let suggestions = rustfix::get_suggestions_from_json(&messages, &rustc_hash::FxHashSet::default(), Filter::MachineApplicableOnly)
        .context("cannot read what would be changed")?;
    let mut by_file: BTreeMap<String, Vec<rustfix::Suggestion>> = BTreeMap::new();
    for suggestion in suggestions {
        let snippet =
            suggestion.solutions.first().and_then(|solution| solution.replacements.first()).map(|replacement| &replacement.snippet);
        if let Some(file) = snippet.map(|snippet| snippet.file_name.clone()) {
            by_file.entry(file).or_default().push(suggestion);
        }
    }
    let mut out = Vec::new();
    for (file, suggestions) in by_file {
        let path = outcome.workspace.root.join(&file);
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read `{file}`"))?;
        let mut code = CodeFix::new(&text);
        // Two that overlap cannot both be applied; the second is left for the next round.
        let count = suggestions.iter().filter(|suggestion| code.apply(suggestion).is_ok()).count();
        let edited = code.finish().with_context(|| format!("cannot edit `{file}`"))?;
        if edited != text {
            out.push((file, edited, count));
        }
    }
    Ok(out)
}
