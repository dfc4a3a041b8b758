//! What a repository says about how it is linted: `looksalive.toml` beside the workspace's `Cargo.toml`, or
//! `[workspace.metadata.looksalive]`, and `[package.metadata.looksalive]` for one package.
//!
//! Texts come in through a function that the caller gives; nothing here touches the operating system. Every mistake
//! is an error that points into the file; all of them are told at once. Knows lints by name only, and neither
//! packages' targets nor what a model will match.
//!
//! ```toml
//! budget = "300ms"                 # the time within which `LooksAlive` should return
//! allocation-limit = "64KiB"       # what one place may put on the heap
//! target = "x86_64-pc-windows-msvc"
//!
//! [lints]                          # a lint's own line wins over its group's
//! unbounded = "deny"
//! sleeps = "allow"
//!
//! [entry-points]                   # functions that a framework registers out of sight
//! looks-alive = ["my_framework::Resource::looks_alive"]
//!
//! [looks-alive."disk::looks_alive"] # one of them, by its path: budget, and the bound that it may not outgrow
//! budget = "150ms"
//! bound = "140ms"                  # kept by `budget --write-bounds`, looked at under `--max-bound`
//!
//! [[model]]                        # what cannot be analysed, or should not be
//! path = "disk_probe::Probe::check"
//! latency = "20ms"
//!
//! [package.legacy]                 # for one package: budget, allocation-limit, lints, entry-points
//! budget = "1s"
//!
//! [[path]]                         # for findings in some files: lints
//! glob = "legacy/src/generated/**"
//! lints.recommended = "allow"
//! ```

pub mod levels;
mod limit;
mod model;
mod problem;
mod reader;
mod schema;
mod settings;
pub mod units;

use std::sync::Arc;
use std::time::Duration;

use camino::Utf8Path;
use globset::GlobSet;

use crate::models::schema::Model;
use crate::source::display_name;
use crate::workspace::Package;
use levels::{LintNames, TableLevels};

pub use limit::{Limit, NamedBudget};
pub use problem::{ConfigErrors, ConfigFile, Located, Place, Problem, nearest};
pub use schema::schema;
pub use settings::ROLES;

/// The time within which `LooksAlive` should return, as the platform recommends.
pub const DEFAULT_BUDGET: Duration = Duration::from_millis(300);

/// How many bytes one place may allocate unless configured otherwise.
pub const DEFAULT_ALLOCATION_LIMIT: u64 = 64 * 1024;

/// The file beside the workspace's `Cargo.toml`.
pub const FILE_NAME: &str = "looksalive.toml";

/// Everything configured.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// For the whole workspace.
    pub workspace: Settings,
    /// For one package, by its name; where one is named twice, the later entry wins.
    pub packages: Vec<(String, Settings)>,
    /// Levels by the file that a finding stands in; the later entry wins.
    pub paths: Vec<PathLevels>,
    /// What is said of single `LooksAlive` functions.
    pub looks_alive: Vec<NamedBudget>,
    /// The target to analyse for.
    pub target: Option<Located<String>>,
    /// The user's models.
    pub models: Vec<Located<Model>>,
    /// Set by `--budget`: wins over everything configured.
    pub budget_flag: Option<Duration>,
    /// `[package.NAME]` tables by place, for [`Config::unknown_packages`].
    named_packages: Vec<Located<String>>,
}

/// What can be set for a workspace and for a package.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The time within which `LooksAlive` should return.
    pub budget: Option<Duration>,
    /// How many bytes one place may allocate.
    pub allocation_limit: Option<u64>,
    /// Levels of lints and groups.
    pub levels: TableLevels,
    /// Functions that are entry points by decree.
    pub entry_points: Vec<EntryPoint>,
}

/// A function or trait method that the configuration makes an entry point.
#[derive(Clone, Debug)]
pub struct EntryPoint {
    /// Which, in kebab case: one of [`ROLES`].
    pub role: &'static str,
    /// The function's path from its crate's name.
    pub path: Located<String>,
}

/// Levels for findings in some files.
#[derive(Clone, Debug)]
pub struct PathLevels {
    /// The files, relative to the workspace root.
    pub globs: GlobSet,
    /// The same as written.
    pub written: Vec<String>,
    /// The levels.
    pub levels: TableLevels,
}

impl Config {
    /// The time within which `LooksAlive` of `package` should return.
    pub fn budget(&self, package: &str) -> Duration {
        self.budget_flag.or_else(|| self.narrowest(package, |s| s.budget)).unwrap_or(DEFAULT_BUDGET)
    }

    /// The time within which the `LooksAlive` with the path `function` should return, one of `package`.
    pub fn budget_of(&self, function: &str, package: &str) -> Duration {
        let own = self.looks_alive.iter().find(|named| named.path.value == function).and_then(|named| named.budget);
        self.budget_flag.or(own).unwrap_or_else(|| self.budget(package))
    }

    /// The bound that is recorded for the `LooksAlive` with that path, and where.
    pub fn recorded_bound(&self, function: &str) -> Option<&Located<Limit>> {
        self.looks_alive.iter().find(|named| named.path.value == function).and_then(|named| named.bound.as_ref())
    }

    /// How many bytes one place in `package` may allocate.
    pub fn allocation_limit(&self, package: &str) -> u64 {
        self.narrowest(package, |s| s.allocation_limit).unwrap_or(DEFAULT_ALLOCATION_LIMIT)
    }

    /// The entry points by decree that hold for `package`: the workspace's, then its own.
    pub fn entry_points<'c>(&'c self, package: &'c str) -> impl Iterator<Item = &'c EntryPoint> {
        self.workspace.entry_points.iter().chain(self.of(package).flat_map(|s| s.entry_points.iter()))
    }

    /// `[package.NAME]` tables whose package is not among `names`: very likely typos.
    pub fn unknown_packages<'n>(&self, names: impl Iterator<Item = &'n str> + Clone) -> Vec<Problem> {
        let unknown = self.named_packages.iter().filter(|named| !names.clone().any(|name| name == named.value));
        unknown
            .map(|named| {
                let near = nearest(&named.value, names.clone());
                Problem::new(named.place.clone(), format!("no package `{}` in the workspace", named.value))
                    .help(near.map(|near| format!("did you mean `{near}`?")))
            })
            .collect()
    }

    fn of<'c>(&'c self, package: &'c str) -> impl DoubleEndedIterator<Item = &'c Settings> {
        self.packages.iter().filter(move |(name, _)| name == package).map(|(_, settings)| settings)
    }

    fn narrowest<T>(&self, package: &str, get: impl Fn(&Settings) -> Option<T>) -> Option<T> {
        self.of(package).rev().chain([&self.workspace]).find_map(get)
    }
}

/// What goes wrong before there is a configuration.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file that exists cannot be read.
    #[error("{0}")]
    Read(Box<dyn std::error::Error + Send + Sync>),
    /// Mistakes in the files.
    #[error(transparent)]
    Invalid(#[from] ConfigErrors),
}

/// Gives a file's text, `None` where there is no such file.
pub type Read<'r> = dyn Fn(&Utf8Path) -> Result<Option<String>, Box<dyn std::error::Error + Send + Sync>> + 'r;

/// Load what is configured at the workspace root `root` and in the manifests of those `packages` that are members and
/// have a `[package.metadata.looksalive]`.
///
/// # Errors
/// Where a file cannot be read, is no TOML, or says what no configuration may say.
pub fn load(root: &Utf8Path, packages: &[Package], lints: LintNames, read: &Read<'_>) -> Result<Config, LoadError> {
    let open = |path: &Utf8Path| {
        let name = display_name(root, path);
        read(path).map(|text| text.map(|text| Arc::new(ConfigFile { name, text }))).map_err(LoadError::Read)
    };
    let mut config = Config::default();
    let mut errors = Vec::new();
    let own = open(&root.join(FILE_NAME))?;
    if let Some(file) = &own {
        settings::read_own(file, lints, &mut config, &mut errors);
    }
    if let Some(manifest) = open(&root.join("Cargo.toml"))? {
        settings::read_workspace_metadata(&manifest, own.is_some(), lints, &mut config, &mut errors);
    }
    // A package's own table first: what the workspace says of the package by name wins over it.
    let named = std::mem::take(&mut config.packages);
    for package in packages.iter().filter(|package| package.is_member && package.metadata.is_some()) {
        if let Some(manifest) = open(&package.manifest)? {
            settings::read_package_metadata(&manifest, &package.name, lints, &mut config, &mut errors);
        }
    }
    config.packages.extend(named);
    if errors.is_empty() { Ok(config) } else { Err(ConfigErrors(errors).into()) }
}

#[cfg(test)]
mod tests;
