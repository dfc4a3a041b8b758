//! `cargo looksalive-lint`, and the same called directly.

use std::process::ExitCode;

/// A third of a run is asking for memory; this allocator takes half of the system's time for it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    looksalive_lint::cli::run(std::env::args_os(), looksalive_lint::run)
}
