//! `schema`: JSON schemas of what people write and of what programs read.

use std::io::Write as _;

use clap::ValueEnum;

use super::color::Console;
use super::{Status, levels};
use crate::{config, report};

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// looksalive.toml
    Config,
    /// What `budget --message-format=json` prints
    Budget,
}

pub(super) fn run(of: Of, console: Console) -> anyhow::Result<Status> {
    let schema = match of {
        Of::Config => config::schema(levels::names()),
        Of::Budget => report::budget::schema(),
    };
    let mut stdout = console.stdout();
    writeln!(stdout, "{schema:#}")?;
    stdout.flush()?;
    Ok(Status::Clean)
}
