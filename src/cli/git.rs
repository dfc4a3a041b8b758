//! What git says of the repository that is linted: which lines changed, which files are not committed.
//!
//! git itself can be told by a repository's own configuration to start programs (monitors, external diffs, text conversion, hooks);
//! all of that is switched off, since nothing of the linted repository may run.

use std::process::{Command, Stdio};

use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};

use crate::findings::Changes;
use crate::source::normalise;

/// The lines that differ from what `revision` and the work tree's `HEAD` have in common: committed since, staged, or not even that.
/// Files that git does not know yet are changed as a whole.
pub fn changed_since(dir: &Utf8Path, revision: &str) -> anyhow::Result<Changes> {
    let top = top(dir)?;
    anyhow::ensure!(!revision.starts_with('-'), "`{revision}` is no revision");
    let asked = run(dir, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])?;
    let Some(asked) = asked.filter(|commit| !commit.trim().is_empty()) else {
        anyhow::bail!("git knows no revision `{revision}`; in a shallow clone it may have to be fetched first");
    };
    let asked = asked.trim();
    // What others did since the branches parted is no change of this one.
    let base = run(dir, &["merge-base", asked, "HEAD"])?.map(|base| base.trim().to_owned()).filter(|base| !base.is_empty());
    let base = base.as_deref().unwrap_or(asked);
    let diff = must(
        dir,
        &[
            "diff",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--no-renames",
            "--unified=0",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            base,
            "--",
            &top_arg(&top),
        ],
    )?;
    let mut changes = Changes::default();
    for (file, lines) in diff_lines(&diff) {
        changes.add(top.join(file), lines);
    }
    let unknown = must(dir, &["ls-files", "--others", "--exclude-standard", "-z", "--full-name", "--", &top_arg(&top)])?;
    for file in unknown.split('\0').filter(|file| !file.is_empty()) {
        changes.add(top.join(file), vec![1..=u32::MAX]);
    }
    Ok(changes)
}

fn top_arg(top: &Utf8Path) -> String {
    top.to_string()
}

/// Files below the repository's top that differ from what is committed, with git's two letters before them; `None` where there is no
/// repository.
pub fn uncommitted(dir: &Utf8Path) -> anyhow::Result<Option<Vec<String>>> {
    if top(dir).is_err() {
        return Ok(None);
    }
    let status = must(dir, &["status", "--porcelain=v1", "--untracked-files=no"])?;
    Ok(Some(status.lines().map(str::to_owned).collect()))
}

/// The repository's top folder, as `dir` is written, links in it kept.
fn top(dir: &Utf8Path) -> anyhow::Result<Utf8PathBuf> {
    match run(dir, &["rev-parse", "--show-cdup"])? {
        Some(up) => Ok(normalise(&dir.join(up.trim_end_matches('\n')))),
        None => anyhow::bail!("`{dir}` is in no git repository"),
    }
}

fn must(dir: &Utf8Path, arguments: &[&str]) -> anyhow::Result<String> {
    run(dir, arguments)?.with_context(|| format!("`git {}` failed in `{dir}`", arguments.first().unwrap_or(&"")))
}

/// What git prints; `None` where it fails.
fn run(dir: &Utf8Path, arguments: &[&str]) -> anyhow::Result<Option<String>> {
    // Filters that the repository configures would be run over changed files.
    let filters = start(dir, &["config", "--local", "--includes", "--name-only", "--get-regexp", r"^filter\."], &[])?;
    let mut off = Vec::new();
    for key in filters.as_deref().unwrap_or_default().lines() {
        let name = key.rsplit_once('.').map_or(key, |(name, _)| name);
        off.extend(["clean=", "smudge=", "process=", "required=false"].map(|setting| format!("{name}.{setting}")));
    }
    start(dir, arguments, &off)
}

fn start(dir: &Utf8Path, arguments: &[&str], off: &[String]) -> anyhow::Result<Option<String>> {
    let mut command = Command::new("git");
    command.current_dir(dir).stdin(Stdio::null()).stderr(Stdio::null());
    for setting in ["core.fsmonitor=false", "core.quotePath=false", "core.hooksPath=/dev/null", "diff.relative=false"] {
        command.args(["-c", setting]);
    }
    for setting in off {
        command.args(["-c", setting]);
    }
    command.args(["--no-pager", "--no-optional-locks"]).args(arguments);
    command.env("GIT_OPTIONAL_LOCKS", "0").env_remove("GIT_EXTERNAL_DIFF").env("GIT_TERMINAL_PROMPT", "0");
    let output = command.output().context("cannot run `git`; it must be installed for this")?;
    Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
}

/// The files of a unified diff without context, each with the lines that are new in it. Where lines are only gone, the two around
/// the gap stand for them.
fn diff_lines(diff: &str) -> Vec<(String, Vec<std::ops::RangeInclusive<u32>>)> {
    let mut out: Vec<(String, Vec<_>)> = Vec::new();
    // Within a hunk a line may look like a header; its length says where it ends.
    let mut left = 0_u32;
    let mut file = None;
    for line in diff.lines() {
        if left > 0 && line.starts_with(['+', '-', '\\']) {
            left -= u32::from(!line.starts_with('\\'));
            continue;
        }
        if let Some(name) = line.strip_prefix("+++ ") {
            file = unquoted(name.trim_end_matches('\t')).strip_prefix("b/").map(str::to_owned);
            continue;
        }
        let Some(hunk) = line.strip_prefix("@@ -") else { continue };
        let mut numbers = hunk.split([' ', '+']).filter(|part| !part.is_empty() && *part != "@@").map(|part| {
            let (start, count) = part.split_once(',').unwrap_or((part, "1"));
            (start.parse().unwrap_or(0_u32), count.parse().unwrap_or(0_u32))
        });
        let (Some((_, removed)), Some((start, added))) = (numbers.next(), numbers.next()) else { continue };
        left = removed.saturating_add(added);
        let lines = if added == 0 { start..=start.saturating_add(1) } else { start..=start.saturating_add(added - 1) };
        let Some(file) = &file else { continue };
        match out.last_mut().filter(|(known, _)| known == file) {
            Some((_, known)) => known.push(lines),
            None => out.push((file.clone(), vec![lines])),
        }
    }
    out
}

/// A name as git quotes it where it has characters that steer a terminal.
fn unquoted(name: &str) -> String {
    let Some(inner) = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return name.to_owned() };
    let mut bytes = Vec::new();
    let mut rest = inner.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(b't') => bytes.push(b'\t'),
            Some(b'n') => bytes.push(b'\n'),
            Some(first @ b'0'..=b'3') => {
                let digits = [first, rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                bytes.push(digits.iter().fold(0_u8, |value, digit| value.wrapping_mul(8).wrapping_add(digit.wrapping_sub(b'0') & 7)));
            }
            Some(other) => bytes.push(other),
            None => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_gives_the_lines_of_the_new_files() {
        let diff = "diff --git a/x.rs b/x.rs\n--- a/x.rs\n+++ b/x.rs\n@@ -3,0 +4,2 @@ fn f() {\n+a\n+++ b/no-header\n@@ -9 +11 @@\n-a\n+b\n@@ -20,2 +21,0 @@\n-x\n-y\n\
                    diff --git a/gone.rs b/gone.rs\n--- a/gone.rs\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n\
                    diff --git a/new.rs b/new.rs\n--- /dev/null\n+++ \"b/t\\303\\274\\t.rs\"\n@@ -0,0 +1,3 @@\n+a\n+b\n+c\n\\ No newline at end of file\n";
        let expected = [("x.rs".to_owned(), vec![4..=5, 11..=11, 21..=22]), ("tü\t.rs".to_owned(), vec![1..=3])];
        assert_eq!(diff_lines(diff), expected);
    }
}
