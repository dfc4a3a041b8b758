//! `--baseline`: reading, writing and pruning the file of accepted findings.

use anyhow::Context as _;
use camino::Utf8Path;

use super::check::{Outcome, write_file};
use crate::findings::Baseline;
use crate::source::LoadError;

/// What is to become of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It takes today's findings.
    Write,
    /// What is gone goes.
    Prune,
}

/// Read a baseline.
pub fn read(file: &Utf8Path) -> anyhow::Result<Baseline> {
    // It may be a device, or larger than memory.
    let text = match crate::source::read(file) {
        Ok(text) => text,
        Err(LoadError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            anyhow::bail!("no baseline `{file}`; `--baseline {file} --write-baseline` writes one")
        }
        Err(error) => return Err(error.into()),
    };
    Baseline::parse(&text).map_err(|why| anyhow::anyhow!("`{file}` is no baseline: {why}"))
}

/// Change the file as asked for; says what was done. What is written is accepted, so it is no finding any more.
pub fn change(change: Change, file: &Utf8Path, typed: &Utf8Path, outcome: &mut Outcome) -> anyhow::Result<String> {
    if let Some(package) = outcome.workspace.packages.iter().find(|package| package.is_member && !package.is_selected) {
        // What was not looked at would be lost.
        anyhow::bail!("package `{}` is not selected, and a baseline is of the whole workspace: add `--workspace`", package.name);
    }
    let baseline = match change {
        Change::Write => &outcome.today,
        Change::Prune => &outcome.met,
    };
    write_file(file, &baseline.render()).with_context(|| format!("cannot write the baseline `{file}`"))?;
    let count = |count: usize| format!("{count} finding{}", if count == 1 { "" } else { "s" });
    let said = match change {
        Change::Write => format!("looksalive: {} accepted: written to {typed}\n", count(baseline.len())),
        Change::Prune => format!("looksalive: {} taken out of {typed}, {} left\n", count(outcome.summary.gone), count(baseline.len())),
    };
    match change {
        Change::Write => {
            outcome.findings.clear();
            outcome.summary.accepted = outcome.today.len();
        }
        Change::Prune => outcome.summary.gone = 0,
    }
    Ok(said)
}
