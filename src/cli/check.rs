//! Linting: have it done, and send the report where it is wanted.

use std::io::{self, BufWriter, Write};
use std::time::Duration;

use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};

use super::Status;
use super::color::Console;
use super::format::{Format, Outputs};
use crate::config::levels::LevelFlag;
use crate::config::nearest;
use crate::workspace::Request;

/// What a run is asked to do.
#[derive(Clone, Debug)]
pub struct Job {
    /// What to look at.
    pub request: Request,
    /// Levels from flags, in their order.
    pub levels: Vec<LevelFlag>,
    /// `--budget`
    pub budget: Option<Duration>,
    /// How often `--verbose` was given.
    pub verbose: u8,
    /// `--quiet`
    pub quiet: bool,
}

/// What came of it.
pub trait Outcome {
    /// Whether there is something at deny level, or a file that does not parse.
    fn is_denied(&self) -> bool;

    /// Write the report in one form.
    ///
    /// # Errors
    /// Where `sink` cannot be written.
    fn write(&self, format: Format, colored: bool, sink: &mut dyn Write) -> io::Result<()>;
}

/// Does jobs.
pub type Engine = fn(&Job) -> anyhow::Result<Box<dyn Outcome>>;

/// Do the job and send its report.
pub(super) fn run(job: &Job, outputs: &Outputs, console: Console, engine: Engine) -> anyhow::Result<Status> {
    let outcome = engine(job)?;
    let status = if outcome.is_denied() { Status::Denied } else { Status::Clean };
    for (format, file) in &outputs.files {
        write_file(&job.request.current_dir.join(file), |sink| outcome.write(*format, false, sink))
            .with_context(|| format!("cannot write the report to `{file}`"))?;
    }
    if let Some(format) = outputs.stderr {
        let mut sink = BufWriter::new(console.stderr());
        heard(outcome.write(format, console.colors_stderr(), &mut sink).and_then(|()| sink.flush()))?;
    }
    if let Some(format) = outputs.stdout {
        let mut sink = BufWriter::new(io::stdout().lock());
        heard(outcome.write(format, false, &mut sink).and_then(|()| sink.flush()))?;
    }
    Ok(status)
}

/// A reader who went away has heard enough; the status stands.
fn heard(result: io::Result<()>) -> anyhow::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write the report"),
    }
}

/// Write a file whole or not at all.
fn write_file(path: &Utf8Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let dir = path.parent().filter(|dir| !dir.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(dir)?;
    let mut sink = BufWriter::new(&mut file);
    write(&mut sink)?;
    sink.flush()?;
    drop(sink);
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// A configuration file's text, `None` where there is no such file.
///
/// # Errors
/// Where it is there and cannot be read, or is not UTF-8.
pub fn read_optional(path: &Utf8Path) -> io::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
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
        let commands = ["check", "explain", "list", "demo", "help"];
        let hint = nearest(word, commands).map_or_else(
            || format!("commands: {}", commands.map(|command| format!("`{command}`")).join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        anyhow::bail!("no command and no file `{word}`; {hint}");
    }
    Ok(())
}
