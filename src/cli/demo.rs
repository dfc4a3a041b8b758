//! `demo`: an example resource DLL, linted.
//!
//! The sources are part of the program, need no dependency and hence no network, and stay where they are written, so
//! that people can change them and lint again.

mod files;

use std::io::Write as _;

use anstyle::Style;
use camino::{Utf8Path, Utf8PathBuf};
use fs_err as fs;

use super::args::CommonFlags;
use super::check::{self, Engine, Job};
use super::color::Console;
use super::format::Outputs;
use super::{Status, current_dir, markdown};
use crate::workspace::Request;

pub(super) fn run(
    dir: Option<Utf8PathBuf>,
    program: &str,
    common: &CommonFlags,
    console: Console,
    engine: Engine,
) -> anyhow::Result<Status> {
    let current_dir = current_dir()?;
    let dir = match dir {
        Some(dir) => empty_dir(current_dir.join(dir))?,
        None => temporary_dir()?,
    };
    for (name, text) in files::FILES {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().expect("the name was joined to a folder"))?;
        fs::write(path, text)?;
    }
    let bold = Style::new().bold();
    let intro = markdown::render(files::INTRODUCTION);
    say(console, &format!("{bold}A resource DLL with two resource types in {dir}{bold:#}\n\n{intro}\n"))?;
    let request = Request { current_dir, manifest_path: Some(dir.join("Cargo.toml")), offline: true, ..Request::default() };
    let job = Job { request, verbose: common.verbose, quiet: common.quiet, ..Job::default() };
    // What it finds is what it was written to show, not a failure.
    check::report(&job, &engine(&job)?, &Outputs::for_people(), console, &check::Ends::default())?;
    say(console, &format!("\n{bold}What to look at{bold:#}\n\n{}", markdown::render(&guide(program, &dir))))?;
    Ok(Status::Clean)
}

/// Print at once: the report comes between, on the other stream.
fn say(console: Console, text: &str) -> std::io::Result<()> {
    let mut stdout = console.stdout();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// What to look at, for a user who calls the tool `program`.
fn guide(program: &str, dir: &Utf8Path) -> String {
    format!(
        "{what_to_look_at}\
         \n\
         Change the sources and lint again:\n\
         \n\
         ```\n\
         {program} --manifest-path {manifest}\n\
         ```\n\
         \n\
         Read why, and what to do instead:\n\
         \n\
         ```\n\
         {program} explain unbounded_waits\n\
         ```\n",
        what_to_look_at = files::WHAT_TO_LOOK_AT,
        manifest = quoted(dir.join("Cargo.toml").as_str())
    )
}

/// `word` as a shell takes it for one word.
pub(super) fn quoted(word: &str) -> String {
    if word.contains(|c: char| c.is_whitespace() || "'$&;()".contains(c)) { format!("\"{word}\"") } else { word.to_owned() }
}

/// `dir`, created if it is not there. A folder with something in it is not written to.
fn empty_dir(dir: Utf8PathBuf) -> anyhow::Result<Utf8PathBuf> {
    fs::create_dir_all(&dir)?;
    if fs::read_dir(&dir)?.next().is_some() {
        anyhow::bail!("the folder `{dir}` is not empty; name one that is, or none for a temporary one");
    }
    Ok(dir)
}

fn temporary_dir() -> anyhow::Result<Utf8PathBuf> {
    let dir = tempfile::Builder::new().prefix("looksalive-demo-").tempdir()?.keep();
    Utf8PathBuf::from_path_buf(dir)
        .map_err(|dir| anyhow::anyhow!("the temporary folder's path is not UTF-8: `{}`; name a folder: `demo DIR`", dir.display()))
}
