//! The command line as a whole: subcommands, and what every one of them takes.
//!
//! A subcommand is a variant here and a module of its own; a format is a line in `format`.

use std::time::Duration;

use camino::Utf8PathBuf;
use clap::{ArgAction, Args, Parser, Subcommand, ValueHint};

use super::cargo_flags::{CompilationFlags, FeatureFlags, ManifestFlags, PackageFlags, TargetFlags};
use super::color::When;
use super::format::OutputFlag;
use super::levels::LevelFlags;
use crate::config::units::{UnitError, parse_duration};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "cargo-looksalive-lint",
    bin_name = "cargo looksalive-lint",
    version,
    about = "Lints Windows failover-cluster resource DLLs written in Rust",
    long_about = "Lints Windows failover-cluster resource DLLs written in Rust: finds what blocks, sleeps or fails in `LooksAlive`, \
                  with the path that leads there. Reads sources only; nothing of the repository is compiled or run.",
    after_help = "Exit status: 0 nothing at deny level, 1 findings at deny level or a file that does not parse, 2 the work could not be done.",
    styles = clap_cargo::style::CLAP_STYLING,
    max_term_width = 110,
    args_override_self = true,
    override_usage = "cargo looksalive-lint [check] [OPTIONS] [FILES]...\n       cargo looksalive-lint <COMMAND>"
)]
pub struct Cli {
    /// What to do; linting if not said.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What every command takes.
    #[command(flatten)]
    pub common: CommonFlags,
    /// What linting takes.
    #[command(flatten)]
    pub check: CheckArgs,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lint the selected packages (the default, so that `check` can be left out)
    #[command(args_override_self = true)]
    Check(Box<CheckArgs>),
    /// Show how long each `LooksAlive` can take at worst, and what that is made of
    ///
    /// A tree of calls, the dearest first: what each takes in all, its share of the budget, how often it runs, the call, its place, and
    /// why it takes so long. What has no bound, and what is unknown and adds nothing, is listed below it. With --write-bounds, records
    /// the bounds in looksalive.toml; with --max-bound, here or in `check`, no bound may be larger than the recorded one.
    #[command(args_override_self = true)]
    Budget(Box<BudgetArgs>),
    /// Print every call in the workspace and what it resolves to, one JSON object a line
    ///
    /// Each line has the keys file, line, column (of the callee's own name, from 1, columns in characters), name, callee (as rustc
    /// prints paths; null where it could not be resolved) and held (the types of the guards alive when the call starts). Takes in the
    /// whole workspace unless packages are named. With --verbose, says why calls were not resolved.
    #[command(args_override_self = true)]
    CallGraph(Box<CallGraphArgs>),
    /// Show what `LooksAlive` shares with `Terminate`: each place, who reads, writes and releases it, under which locks
    ///
    /// What goes together is told in green, what does not in red; the lints of the group `required` report that. With
    /// --message-format=json, one object for tools.
    #[command(args_override_self = true)]
    Shared(Box<SharedArgs>),
    /// Show a lint's page: what it reports, why, and how to mend it
    Explain {
        /// The lint, with or without `looksalive::`
        lint: String,
    },
    /// List every lint with its group, default level and purpose
    List,
    /// Print a JSON schema: of looksalive.toml, or of what `budget --message-format=json` prints
    Schema {
        /// Of what
        #[arg(default_value = "config")]
        of: super::schema::Of,
    },
    /// Set a repository up: looksalive.toml, a pre-commit hook and a CI job, each where it is missing
    ///
    /// Nothing that is there is changed: what has to be added to an existing file is printed instead.
    #[command(args_override_self = true)]
    Init(Box<InitArgs>),
    /// Print a shell's completions
    Completions {
        /// For which
        shell: clap_complete::Shell,
    },
    /// Print the manual page, for `man -l -`
    Man,
    /// Write an example resource DLL to a folder, lint it, and say what to look at
    Demo {
        /// The folder, which must not exist yet or be empty [default: a new temporary folder]
        #[arg(value_hint = ValueHint::DirPath)]
        dir: Option<Utf8PathBuf>,
    },
}

/// What every command takes, before it or after it.
#[derive(Clone, Debug, Args)]
pub struct CommonFlags {
    /// Colour the output: auto, always or never [default: auto, that is, on a terminal]
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true, help_heading = "Output")]
    pub color: Option<When>,
    /// Say more: calls that could not be resolved, what was left out
    #[arg(short, long, global = true, action = ArgAction::Count, help_heading = "Output")]
    pub verbose: u8,
    /// Print findings only: no progress and no closing summary
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,
}

/// What linting takes.
#[derive(Clone, Debug, Args)]
pub struct CheckArgs {
    /// Report only what stands in these files or folders; everything selected is analysed all the same. Where there is
    /// no Cargo.toml, these are the sources to analyse
    #[arg(value_name = "FILES", value_hint = ValueHint::AnyPath)]
    pub files: Vec<Utf8PathBuf>,
    /// Which form the findings take: human, short, json, sarif, github, gitlab, junit or html; also json-diagnostic-short,
    /// json-diagnostic-rendered-ansi and json-render-diagnostics as Cargo has them. May be repeated; with `=FILE` that form
    /// goes to a file
    #[arg(long, value_name = "FORMAT[=FILE]", help_heading = "Output")]
    pub message_format: Vec<OutputFlag>,
    /// The time within which `LooksAlive` should return, such as 150ms [default: 300ms, or the configuration's]
    #[arg(long, value_name = "DURATION", value_parser = parse_budget, help_heading = "Lint levels")]
    pub budget: Option<Duration>,
    /// Fail if a bound is larger than looksalive.toml records; where it records none, larger than the budget
    #[arg(long, help_heading = "Lint levels")]
    pub max_bound: bool,
    /// Fail if anything was not analysed: a call that is not resolved, a limit that was reached, no entry point at all
    #[arg(long, help_heading = "Lint levels")]
    pub strict: bool,
    /// Levels.
    #[command(flatten)]
    pub levels: LevelFlags,
    /// Run this command of Cargo's first and pass its messages on, for editors that run one command only. Unlike linting,
    /// it compiles, and so runs build scripts and procedural macros
    #[arg(long, value_name = "COMMAND", help_heading = "Output")]
    pub also: Option<super::also::Also>,
    /// Print what is configured, as it holds after all files and flags, and do nothing else
    #[arg(long, help_heading = "Lint levels")]
    pub print_config: bool,
    /// What is changed.
    #[command(flatten)]
    pub fix: FixFlags,
    /// What is left out.
    #[command(flatten)]
    pub filters: Filters,
    /// What to look at.
    #[command(flatten)]
    pub selection: Selection,
}

/// What of the findings is left out.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Filters")]
pub struct Filters {
    /// Report only findings that are not in this file: the baseline of what is accepted for now
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub baseline: Option<Utf8PathBuf>,
    /// Accept today's findings: write them to the baseline
    #[arg(long, requires = "baseline", conflicts_with_all = ["prune_baseline", "changed_since", "files"])]
    pub write_baseline: bool,
    /// Take out of the baseline what is found no more
    #[arg(long, requires = "baseline", conflicts_with_all = ["changed_since", "files"])]
    pub prune_baseline: bool,
    /// Report only findings whose place or path touches a line that changed since this revision of git (since the branches parted)
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,
}

/// What linting may change.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Fixes")]
pub struct FixFlags {
    /// Apply the suggestions that are safe to apply, then report what is left
    #[arg(long, conflicts_with_all = ["write_baseline", "prune_baseline"])]
    pub fix: bool,
    /// Fix even if the work tree has changes that are not committed
    #[arg(long, requires = "fix")]
    pub allow_dirty: bool,
    /// Fix even if changes are staged
    #[arg(long, requires = "fix")]
    pub allow_staged: bool,
    /// Fix even where there is no git repository
    #[arg(long, requires = "fix")]
    pub allow_no_vcs: bool,
}

/// What `budget` takes.
#[derive(Clone, Debug, Args)]
pub struct BudgetArgs {
    /// Show only the `LooksAlive` functions that stand in these files or folders. Where there is no Cargo.toml, these are the
    /// sources to analyse
    #[arg(value_name = "FILES", value_hint = ValueHint::AnyPath)]
    pub files: Vec<Utf8PathBuf>,
    /// Which form the bill takes: human, or json (one object, described by `schema budget`)
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = ["human", "json"], help_heading = "Output")]
    pub message_format: String,
    /// The time within which `LooksAlive` should return, such as 150ms [default: 300ms, or the configuration's]
    #[arg(long, value_name = "DURATION", value_parser = parse_budget, help_heading = "Bounds")]
    pub budget: Option<Duration>,
    /// Fail if a bound is larger than looksalive.toml records; where it records none, larger than the budget
    #[arg(long, help_heading = "Bounds", conflicts_with = "write_bounds")]
    pub max_bound: bool,
    /// Record the bounds in looksalive.toml (or where the workspace is configured), for --max-bound
    #[arg(long, help_heading = "Bounds")]
    pub write_bounds: bool,
    /// What to look at.
    #[command(flatten)]
    pub selection: Selection,
}

/// What `init` takes.
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// For which CI a job is written [default: gitlab where there is a .gitlab-ci.yml, else github]
    #[arg(long, value_name = "SYSTEM")]
    pub ci: Option<super::init::Ci>,
    /// How Cargo reads the manifests.
    #[command(flatten)]
    pub manifest: ManifestFlags,
}

/// What `call-graph` takes.
#[derive(Clone, Debug, Args)]
pub struct CallGraphArgs {
    /// Print only the calls that stand in these files or folders. Where there is no Cargo.toml, these are the sources to analyse
    #[arg(value_name = "FILES", value_hint = ValueHint::AnyPath)]
    pub files: Vec<Utf8PathBuf>,
    /// What to look at.
    #[command(flatten)]
    pub selection: Selection,
}

/// What `shared` takes.
#[derive(Clone, Debug, Args)]
pub struct SharedArgs {
    /// Show only the `LooksAlive` functions that stand in these files or folders. Where there is no Cargo.toml, these are the
    /// sources to analyse
    #[arg(value_name = "FILES", value_hint = ValueHint::AnyPath)]
    pub files: Vec<Utf8PathBuf>,
    /// Which form the table takes: human, or json (one object)
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = ["human", "json"], help_heading = "Output")]
    pub message_format: String,
    /// What to look at.
    #[command(flatten)]
    pub selection: Selection,
}

/// Cargo's flags that say what to look at.
#[derive(Clone, Debug, Args)]
pub struct Selection {
    /// `-p` and its like.
    #[command(flatten)]
    pub packages: PackageFlags,
    /// `--lib` and its like.
    #[command(flatten)]
    pub targets: TargetFlags,
    /// `--features` and its like.
    #[command(flatten)]
    pub features: FeatureFlags,
    /// `--target`, and what Cargo's builds take.
    #[command(flatten)]
    pub compilation: CompilationFlags,
    /// `--manifest-path` and its like.
    #[command(flatten)]
    pub manifest: ManifestFlags,
}

fn parse_budget(text: &str) -> Result<Duration, UnitError> {
    let budget = parse_duration(text)?;
    if budget.is_zero() { Err(UnitError::Zero) } else { Ok(budget) }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_definitions_hold_together() {
        super::Cli::command().debug_assert();
    }
}
