//! `cargo looksalive-lint`, and the same called directly.

use std::process::ExitCode;

use looksalive_lint::cli;

fn main() -> ExitCode {
    cli::run(std::env::args_os(), |_| anyhow::bail!("no engine"))
}
