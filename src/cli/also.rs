//! `--also check|clippy`: that Cargo command first, its messages passed on, for editors that run one command only.
//!
//! Unlike everything else here this compiles what is linted, and so runs its build scripts and macros, as the user asks for.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use camino::Utf8Path;
use clap::ValueEnum;

use crate::report::Format;

/// A command of Cargo's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Also {
    /// cargo check
    Check,
    /// cargo clippy
    Clippy,
}

impl Also {
    fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Clippy => "clippy",
        }
    }
}

/// Run it where the user stands; whether it succeeded. Its messages go to standard output as they come, but the last, which says that
/// all is done: more follows.
pub fn run(also: Also, dir: &Utf8Path, arguments: &[String], programs: Option<Format>, people: Format) -> anyhow::Result<bool> {
    let program = std::env::var_os("CARGO").filter(|program| !program.is_empty()).unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.arg(also.name()).args(arguments).current_dir(dir).stdin(Stdio::null());
    let why = || format!("cannot run `cargo {}`", also.name());
    let Some(format) = programs.filter(|format| format.is_cargos()) else {
        if people == Format::Short {
            command.arg("--message-format=short");
        }
        // Another format has standard output to itself.
        command.stdout(if programs.is_some() { Stdio::null() } else { Stdio::inherit() });
        return Ok(command.status().with_context(why)?.success());
    };
    command.arg(format!("--message-format={}", format.name())).stdout(Stdio::piped());
    let mut child = command.spawn().with_context(why)?;
    let mut stdout = std::io::stdout().lock();
    let mut written = Ok(());
    for line in BufReader::new(child.stdout.take().expect("it is piped")).lines() {
        let line = line.with_context(why)?;
        let reason =
            serde_json::from_str::<serde_json::Value>(&line).ok().and_then(|message| Some(message.get("reason")?.as_str()?.to_owned()));
        if reason.as_deref() != Some("build-finished") && written.is_ok() {
            written = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
        }
    }
    let status = child.wait().with_context(why)?;
    written?;
    Ok(status.success())
}
