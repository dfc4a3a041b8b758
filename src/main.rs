//! `cargo looksalive-lint`, and the same called directly.

use std::process::ExitCode;

use looksalive_lint::cli;

fn main() -> ExitCode {
    cli::run(std::env::args_os(), run)
}

fn run(job: &cli::Job) -> anyhow::Result<cli::Outcome> {
    let mut prepared = cli::prepare(job)?;
    let workspace = prepared.workspaces.swap_remove(0);
    Ok(cli::Outcome { workspace, warnings: prepared.warnings, ..cli::Outcome::default() })
}
