//! Linting: have it done, and send the report where it is wanted.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Duration;

use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};

use super::Status;
use super::color::Console;
use super::format::Outputs;
use crate::budget::Budget;
use crate::config::levels::LevelFlag;
use crate::config::nearest;
use crate::findings::{Baseline, Changes, LeveledFinding, Problem};
use crate::report::{self, Options, Rendered, Report, Summary};
use crate::sharing::Sharing;
use crate::source::Sources;
use crate::workspace::{Request, Workspace};

/// What a run is asked to do.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// What to look at.
    pub request: Request,
    /// Levels from flags, in their order.
    pub levels: Vec<LevelFlag>,
    /// `--budget`
    pub budget: Option<Duration>,
    /// `--max-bound`: no bound may be larger than the recorded one.
    pub max_bound: bool,
    /// `--strict`: what was not analysed fails the run.
    pub strict: bool,
    /// `--baseline`: findings that are accepted.
    pub baseline: Option<Baseline>,
    /// `--write-baseline`: [`Outcome::today`] is wanted.
    pub write_baseline: bool,
    /// `--changed-since`: only what touches these lines is reported.
    pub changes: Option<Changes>,
    /// How often `--verbose` was given.
    pub verbose: u8,
    /// `--quiet`
    pub quiet: bool,
    /// Whether the process ends with this job: its memory is then left to the system.
    pub ends_process: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The texts.
    pub sources: Sources,
    /// Packages and crates.
    pub workspace: Workspace,
    /// In order, with their levels, none at `allow`.
    pub findings: Vec<LeveledFinding>,
    /// What could not be analysed, in order.
    pub problems: Vec<Problem>,
    /// What was analysed.
    pub summary: Summary,
    /// The bill of each `LooksAlive`, in order.
    pub budgets: Vec<Budget>,
    /// What each `LooksAlive` shares with `Terminate`.
    pub sharing: Vec<Sharing>,
    /// All findings as a baseline, also those that are filtered out; empty unless it is wanted.
    pub today: Baseline,
    /// What of the given baseline was found again.
    pub met: Baseline,
    /// What the user should know besides, each a message of its own.
    pub warnings: Vec<String>,
}

/// Does jobs.
pub type Engine = fn(&Job) -> anyhow::Result<Outcome>;

/// What else came of a run.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// What was done besides, for people; stands behind the report.
    pub(super) said: String,
    /// Whether a command that was also run failed.
    pub(super) other_failed: bool,
}

/// Send the report of a job where it is wanted.
pub(super) fn report(job: &Job, outcome: &Outcome, outputs: &Outputs, console: Console, ends: &Ends) -> anyhow::Result<Status> {
    let skipped = if job.strict { outcome.summary.not_analysed() } else { Vec::new() };
    let report = Report {
        sources: &outcome.sources,
        workspace: &outcome.workspace,
        findings: &outcome.findings,
        problems: &outcome.problems,
        summary: &outcome.summary,
        budgets: &outcome.budgets,
        sharing: &outcome.sharing,
        prefix: &repository_prefix(&outcome.workspace.root),
        other_failed: ends.other_failed || !skipped.is_empty(),
    };
    for (format, file) in &outputs.files {
        let text = report::document(&report, *format, Options { color: false, quiet: true });
        write_file(&job.request.absolute(file), &text).with_context(|| format!("cannot write the report to `{file}`"))?;
    }
    let options = Options { color: console.colors_stderr(), quiet: job.quiet };
    let people = report::render(&report, outputs.people, options);
    let programs = outputs.programs.map(|format| report::document(&report, format, Options { color: false, quiet: true }));
    let programs = programs.unwrap_or_default();
    let rendered = Rendered {
        stderr: report::people(
            warnings(&outcome.warnings, options.color)
                + &incomplete(&skipped, options.color)
                + &people.stderr
                + (if job.quiet { "" } else { &ends.said }),
        ),
        stdout: if outputs.omits_findings { without_findings(&programs) } else { programs },
    };
    report::write(&rendered).context("cannot write the report")?;
    Ok(if report.is_success() { Status::Clean } else { Status::Denied })
}

/// The workspace's folder from the top of the repository around it, with `/` behind it; empty where it is the top, or there is none.
fn repository_prefix(root: &Utf8Path) -> String {
    let top = root.ancestors().find(|folder| folder.join(".git").exists());
    let below = top.and_then(|top| root.strip_prefix(top).ok()).filter(|below| !below.as_str().is_empty());
    below.map(|below| format!("{}/", below.as_str().replace('\\', "/"))).unwrap_or_default()
}

/// Why `--strict` fails the run.
fn incomplete(skipped: &[String], color: bool) -> String {
    if skipped.is_empty() {
        return String::new();
    }
    let red = if color { anstyle::AnsiColor::Red.on_default().bold() } else { anstyle::Style::new() };
    format!("{red}error{red:#}: not everything was analysed, as `--strict` demands: {}; `-v` says more\n\n", skipped.join(", "))
}

pub(super) fn warnings(warnings: &[String], color: bool) -> String {
    let mut text = String::new();
    let yellow = if color { anstyle::AnsiColor::Yellow.on_default().bold() } else { anstyle::Style::new() };
    for warning in warnings {
        let warning = warning.trim_end();
        let warning = warning.strip_prefix("warning: ").unwrap_or(warning);
        let warning = warning.lines().map(report::clean).collect::<Vec<_>>().join("\n");
        writeln!(text, "{yellow}warning{yellow:#}: {warning}\n").expect("writing to a string cannot fail");
    }
    text
}

/// Cargo's stream without its `compiler-message`s: what `json-render-diagnostics` asks for.
fn without_findings(stream: &str) -> String {
    let is_finding = |line: &&str| {
        let reason = serde_json::from_str::<serde_json::Value>(line).ok();
        reason.is_some_and(|value| value.get("reason").and_then(|reason| reason.as_str()) == Some("compiler-message"))
    };
    stream.lines().filter(|line| !is_finding(line)).map(|line| format!("{line}\n")).collect()
}

/// Write a file whole or not at all. What is no file cannot be replaced by one: a pipe or device gets the text as it is.
pub(super) fn write_file(path: &Utf8Path, text: &str) -> io::Result<()> {
    if is_stream(path) {
        let mut stream = std::fs::OpenOptions::new().write(true).open(path)?;
        return stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    }
    let dir = path.parent().unwrap_or(Utf8Path::new("."));
    let mut file = like(path).tempfile_in(dir)?;
    file.write_all(text.as_bytes())?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Whether a path leads to a pipe or device. Of links those of the system are followed, `/dev/stdout` among them; any other may
/// have been laid by whoever wrote the repository, and is replaced like a file.
fn is_stream(path: &Utf8Path) -> bool {
    let is_systems = cfg!(unix) && ["/dev/", "/proc/"].iter().any(|folder| path.as_str().starts_with(folder));
    let is_other = |kind: std::fs::FileType| !kind.is_file() && !kind.is_dir() && !kind.is_symlink();
    is_systems && path.exists() || path.symlink_metadata().is_ok_and(|found| is_other(found.file_type()))
}

/// A temporary file with the rights of the file that it is to replace, else with those of any new file.
#[cfg(unix)]
fn like(path: &Utf8Path) -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt as _;
    let permissions = path.metadata().map_or_else(|_| std::fs::Permissions::from_mode(0o666), |known| known.permissions());
    let mut builder = tempfile::Builder::new();
    builder.permissions(permissions);
    builder
}

#[cfg(not(unix))]
fn like(_: &Utf8Path) -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}

/// Files that are named must be there: a misspelt name would report nothing and look clean.
pub(super) fn require_files(files: &[Utf8PathBuf], current_dir: &Utf8Path) -> anyhow::Result<()> {
    for file in files {
        if current_dir.join(file).exists() {
            continue;
        }
        let word = file.as_str();
        if word.starts_with('-') {
            anyhow::bail!("no file `{word}`; levels such as `-D warnings` are flags of this command: leave the `--` out");
        }
        if file.extension().is_some() || word.contains(['/', '\\']) {
            anyhow::bail!("no file or folder `{word}`");
        }
        let commands = ["check", "budget", "call-graph", "explain", "list", "init", "schema", "completions", "man", "demo", "help"];
        let hint = nearest(word, commands).map_or_else(
            || format!("commands: {}", commands.map(|command| format!("`{command}`")).join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        anyhow::bail!("no command and no file `{word}`; {hint}");
    }
    Ok(())
}
