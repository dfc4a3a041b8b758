//! The command line: arguments in, exit status out.
//!
//! The only module that knows clap, and the outermost one: it turns arguments into a [`Job`], has the job done, sees
//! to it that the report goes where it was asked to go, and says in one message why something could not be done.

mod also;
mod args;
mod baseline;
mod budget;
mod call_graph;
mod cargo_flags;
mod check;
mod color;
mod demo;
mod explain;
mod fix;
mod format;
mod git;
mod init;
mod levels;
mod list;
mod markdown;
mod page;
mod prepare;
mod print_config;
mod progress;
mod schema;
mod shared;
mod shell;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches as _};

use args::{Cli, Command};
use color::Console;
use format::Outputs;

pub use check::{Engine, Job, Outcome};
pub use prepare::{FileFilter, Prepared, prepare};

/// How a run ended. The numbers are documented and part of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Nothing at deny level.
    Clean = 0,
    /// Findings at deny level, or a file that does not parse.
    Denied = 1,
    /// The work could not be done.
    Failed = 2,
}

/// Do what `arguments` (the program's name first) say, with `engine` for what is to be analysed.
pub fn run(arguments: impl IntoIterator<Item = OsString>, engine: Engine) -> ExitCode {
    ExitCode::from(status(arguments.into_iter().collect(), engine) as u8)
}

fn status(arguments: Vec<OsString>, engine: Engine) -> Status {
    let program = program(&arguments);
    let arguments = without_cargos_word(arguments);
    let cli = match parse(&arguments) {
        Ok(cli) => cli,
        Err(error) => return answer(&error, Console::guess(&arguments)),
    };
    let console = Console::new(cli.common.color);
    match act(cli, &program, console, engine) {
        Ok(status) => status,
        Err(error) if is_broken_pipe(&error) => Status::Clean,
        Err(error) => {
            tell(&error, console);
            Status::Failed
        }
    }
}

/// What the user types to call the tool.
fn program(arguments: &[OsString]) -> String {
    match arguments {
        [_, word, ..] if word == "looksalive-lint" => "cargo looksalive-lint".into(),
        [program, ..] => demo::quoted(&program.to_string_lossy()),
        [] => "cargo looksalive-lint".into(),
    }
}

/// Cargo calls `cargo-looksalive-lint looksalive-lint …`.
fn without_cargos_word(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|word| word == "looksalive-lint") {
        arguments.remove(1);
    }
    arguments
}

fn parse(arguments: &[OsString]) -> Result<Cli, clap::Error> {
    let mut command = Cli::command();
    let matches = command.try_get_matches_from_mut(arguments)?;
    let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    if let Some((subcommand, _)) = matches.subcommand() {
        // Linting's flags stand at the top, too, so that `check` can be left out; they mean nothing to the others.
        let own = command.get_arguments().filter(|argument| !argument.is_global_set());
        let given = |argument: &&clap::Arg| matches.value_source(argument.get_id().as_str()) == Some(ValueSource::CommandLine);
        if let Some(argument) = own.filter(|a| matches.try_contains_id(a.get_id().as_str()).is_ok()).find(given) {
            let mut error = clap::Error::new(ErrorKind::ArgumentConflict).with_cmd(&command);
            error.insert(ContextKind::InvalidArg, ContextValue::String(argument.to_string()));
            error.insert(ContextKind::PriorArg, ContextValue::String(subcommand.to_owned()));
            if subcommand == "check" {
                let tip = format!("write it after `{subcommand}`");
                error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
            }
            return Err(error);
        }
    }
    Ok(cli)
}

/// Say what clap has to say: help and version on standard output, mistakes on standard error.
fn answer(error: &clap::Error, console: Console) -> Status {
    let text = error.render().ansi().to_string();
    let pour = |stream: &mut dyn io::Write| stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    if error.use_stderr() {
        // Nobody is left to hear about a standard error that cannot be written.
        let _ = pour(&mut console.stderr());
        return Status::Failed;
    }
    match pour(&mut console.stdout()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            tell(&error.into(), console);
            Status::Failed
        }
        _ => Status::Clean,
    }
}

fn act(cli: Cli, program: &str, console: Console, engine: Engine) -> anyhow::Result<Status> {
    let common = cli.common;
    match cli.command {
        Some(Command::Budget(args)) => budget::run(&args, &common, console, engine),
        Some(Command::CallGraph(args)) => call_graph::run(&args, &common, console),
        Some(Command::Shared(args)) => shared::run(&args, &common, console, engine),
        Some(Command::Explain { lint }) => explain::run(&lint, console),
        Some(Command::List) => list::run(console),
        Some(Command::Init(args)) => init::run(&args, console),
        Some(Command::Completions { shell }) => shell::completions(shell, console),
        Some(Command::Man) => shell::man(console),
        Some(Command::Schema { of }) => schema::run(of, console),
        Some(Command::Demo { dir }) => demo::run(dir, program, &common, console, engine),
        Some(Command::Check(check)) => lint(&check, &common, console, engine),
        None => lint(&cli.check, &common, console, engine),
    }
}

fn lint(args: &args::CheckArgs, common: &args::CommonFlags, console: Console, engine: Engine) -> anyhow::Result<Status> {
    let current_dir = current_dir()?;
    check::require_files(&args.files, &current_dir)?;
    let outputs = Outputs::new(&args.message_format).map_err(anyhow::Error::msg)?;
    let request = args.request(current_dir);
    let filters = &args.filters;
    let baseline_file = filters.baseline.as_ref().map(|file| request.absolute(file));
    let changes = filters.changed_since.as_ref().map(|revision| git::changed_since(&request.start(), revision)).transpose()?;
    let job = Job {
        levels: args.levels.0.clone(),
        budget: args.budget,
        max_bound: args.max_bound,
        strict: args.strict,
        // What is written anew need not be there, nor be readable.
        baseline: match &baseline_file {
            Some(file) if !filters.write_baseline => Some(baseline::read(file)?),
            _ => None,
        },
        write_baseline: filters.write_baseline,
        changes,
        verbose: common.verbose,
        quiet: common.quiet,
        ends_process: true,
        request,
    };
    if args.print_config {
        return print_config::run(&job, console);
    }
    let change = match (filters.write_baseline, filters.prune_baseline) {
        (true, _) => Some(baseline::Change::Write),
        (_, true) => Some(baseline::Change::Prune),
        _ => None,
    };
    let mut ends = check::Ends::default();
    if let Some(command) = args.also {
        let arguments = args.selection.cargo_arguments();
        ends.other_failed = !also::run(command, &job.request.current_dir, &arguments, outputs.programs, outputs.people)?;
    }
    let mut outcome = if args.fix.fix {
        fix::require_clean(&args.fix, &job)?;
        let (outcome, said) = fix::apply(&job, engine)?;
        ends.said = said;
        outcome
    } else {
        page::analyse(&job, engine)?
    };
    if let (Some(change), Some(file), Some(typed)) = (change, &baseline_file, &filters.baseline) {
        ends.said = baseline::change(change, file, typed, &mut outcome)?;
    }
    check::report(&job, &outcome, &outputs, console, &ends)
}

fn current_dir() -> anyhow::Result<Utf8PathBuf> {
    let dir = std::env::current_dir().map_err(|error| anyhow::anyhow!("cannot tell the current folder: {error}"))?;
    Utf8PathBuf::from_path_buf(dir)
        .map_err(|dir| anyhow::anyhow!("the current folder's path is not UTF-8: `{}`; Cargo needs it to be", dir.display()))
}

/// One message: what, then why, innermost last. What is already a message with its place stands as it is.
fn tell(error: &anyhow::Error, console: Console) {
    let mut stderr = console.stderr();
    let bold_red = anstyle::AnsiColor::Red.on_default().bold();
    let mut text = error.to_string().trim_end().to_owned();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        // Many errors quote their source; saying it twice helps nobody.
        if !text.contains(&cause) {
            text = format!("{text}\n  caused by: {cause}");
        }
    }
    if !text.starts_with("error: ") {
        text.insert_str(0, "error: ");
    }
    let text = text.lines().map(crate::report::clean).collect::<Vec<_>>().join("\n");
    for line in crate::report::people(text).lines() {
        // A closed standard error leaves nobody to tell.
        let _ = match line.strip_prefix("error: ") {
            Some(rest) => writeln!(stderr, "{bold_red}error{bold_red:#}: {rest}"),
            None => writeln!(stderr, "{line}"),
        };
    }
}

/// Whether the reader of our output went away (`| head`), which is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let mut sources = error.chain();
    sources.any(|source| source.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}

#[cfg(test)]
mod tests;
