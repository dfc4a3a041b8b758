//! Completions and the manual page, from the same definitions that read the arguments.

use std::io::Write as _;

use clap::CommandFactory as _;

use super::Status;
use super::args::Cli;
use super::color::Console;

const NAME: &str = "cargo-looksalive-lint";

pub(super) fn completions(shell: clap_complete::Shell, console: Console) -> anyhow::Result<Status> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), NAME, &mut text);
    let mut stdout = console.stdout();
    stdout.write_all(&text)?;
    stdout.flush()?;
    Ok(Status::Clean)
}

pub(super) fn man(console: Console) -> anyhow::Result<Status> {
    let mut text = Vec::new();
    // One page for all: the subcommands follow the flags.
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    clap_mangen::Man::new(command.clone()).title("CARGO-LOOKSALIVE-LINT").render(&mut text)?;
    for subcommand in command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()) {
        let page = clap_mangen::Man::new(subcommand.clone());
        writeln!(text, ".SH \"COMMAND {}\"", subcommand.get_name().to_uppercase())?;
        page.render_description_section(&mut text)?;
        page.render_synopsis_section(&mut text)?;
    }
    let mut stdout = console.stdout();
    stdout.write_all(&text)?;
    stdout.flush()?;
    Ok(Status::Clean)
}
