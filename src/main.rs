//! `cargo looksalive-lint`, and the same called directly.

use std::process::ExitCode;

fn main() -> ExitCode {
    looksalive_lint::cli::run(std::env::args_os(), looksalive_lint::run)
}
