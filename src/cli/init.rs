//! `init`: sets a repository up. Writes what is missing and never changes what is there.

mod files;

use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use clap::ValueEnum;
use fs_err as fs;

use super::args::InitArgs;
use super::check::write_file;
use super::color::Console;
use super::{Status, current_dir};
use crate::config::FILE_NAME;
use crate::workspace::{self, Request};

/// For which CI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Ci {
    /// GitHub Actions
    Github,
    /// GitLab CI
    Gitlab,
    /// None
    None,
}

const WRITES: &str = "writing to a string cannot fail";

pub(super) fn run(args: &InitArgs, console: Console) -> anyhow::Result<Status> {
    let request = Request { offline: true, ..args.manifest.request(current_dir()?) };
    let root = workspace::load(&request)?
        .workspaces
        .into_iter()
        .next()
        .map(|workspace| workspace.root)
        .context("there is no workspace to set up")?;
    let said = set_up(&root, args.ci)?;
    let mut stdout = console.stdout();
    stdout.write_all(said.as_bytes())?;
    stdout.flush()?;
    Ok(Status::Clean)
}

/// Write what is missing for the workspace at `root`; what was done, and what is left to do.
fn set_up(root: &Utf8Path, ci: Option<Ci>) -> anyhow::Result<String> {
    let top = root.ancestors().find(|folder| folder.join(".git").exists());
    let below = top.and_then(|top| root.strip_prefix(top).ok()).map(|below| below.as_str().replace('\\', "/")).unwrap_or_default();
    let top = top.unwrap_or(root);
    let files = files::Files { below: &below };
    let mut said = String::new();

    let metadata = fs::read_to_string(root.join("Cargo.toml")).is_ok_and(|manifest| manifest.contains("metadata.looksalive"));
    if metadata {
        writeln!(said, "the configuration is in Cargo.toml").expect(WRITES);
    } else {
        write_missing(&root.join(FILE_NAME), files::CONFIGURATION, &mut said)?;
    }

    let hooks = top.join(".pre-commit-config.yaml");
    match fs::read_to_string(&hooks) {
        Ok(text) if text.contains("looksalive-lint") => writeln!(said, "{hooks} has the hook").expect(WRITES),
        Ok(_) => writeln!(said, "add to the `repos:` of {hooks}:\n\n{}", files.hook()).expect(WRITES),
        Err(_) => write_missing(&hooks, &format!("repos:\n{}", files.hook()), &mut said)?,
    }

    let gitlab = top.join(".gitlab-ci.yml");
    match ci.unwrap_or(if gitlab.exists() { Ci::Gitlab } else { Ci::Github }) {
        Ci::None => {}
        Ci::Github => {
            let workflows = top.join(".github/workflows");
            match mentioned(&workflows) {
                Some(file) => writeln!(said, "{file} has the job").expect(WRITES),
                None => write_missing(&workflows.join("looksalive.yml"), &files.github(), &mut said)?,
            }
        }
        Ci::Gitlab => match fs::read_to_string(&gitlab) {
            Ok(text) if text.contains("looksalive-lint") => writeln!(said, "{gitlab} has the job").expect(WRITES),
            Ok(_) => writeln!(said, "add to {gitlab}:\n\n{}", files.gitlab()).expect(WRITES),
            Err(_) => write_missing(&gitlab, &files.gitlab(), &mut said)?,
        },
    }
    Ok(said)
}

/// The first workflow that speaks of the tool.
fn mentioned(folder: &Utf8Path) -> Option<Utf8PathBuf> {
    let mut files: Vec<Utf8PathBuf> = folder.read_dir_utf8().ok()?.flatten().map(|entry| entry.path().to_owned()).collect();
    files.sort();
    files.into_iter().find(|file| fs::read_to_string(file).is_ok_and(|text| text.contains("looksalive-lint")))
}

fn write_missing(path: &Utf8Path, text: &str, said: &mut String) -> anyhow::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        writeln!(said, "{path} is there").expect(WRITES);
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    write_file(path, text).with_context(|| format!("cannot write `{path}`"))?;
    writeln!(said, "wrote {path}").expect(WRITES);
    Ok(())
}
