//! From a job to what is analysed and how: workspace and configuration.

use camino::{Utf8Path, Utf8PathBuf};

use super::check::Job;
use super::levels;
use crate::config::levels::LevelTable;
use crate::config::{self, Config};
use crate::findings::LevelOrigin;
use crate::source::{self, normalise};
use crate::workspace::{self, Request, Workspace};

/// What a job is about.
#[derive(Debug)]
pub struct Prepared {
    /// One for each target, in the order asked for.
    pub workspaces: Vec<Workspace>,
    /// What is configured, `--budget` included.
    pub config: Config,
    /// What the user should know before the findings.
    pub warnings: Vec<String>,
}

/// Load the workspace that a job is about, and its configuration.
///
/// # Errors
/// Where there is no workspace to analyse, or its configuration is wrong.
pub fn prepare(job: &Job) -> anyhow::Result<Prepared> {
    crate::store::prepare(job.request.triples.first().map_or(workspace::DEFAULT_TARGET, String::as_str));
    let mut loaded = workspace::load(&job.request)?;
    let mut config = match loaded.workspaces.first() {
        Some(workspace) => config::load(&workspace.root, &workspace.packages, levels::names(), &read_optional)?,
        None => Config::default(),
    };
    // Where the configuration stands is known only when the workspace is; a flag wins over it.
    let is_other = |target: &str| loaded.workspaces.first().is_some_and(|workspace| workspace.target != target);
    let configured = config.target.as_ref().filter(|target| job.request.triples.is_empty() && is_other(&target.value));
    if let Some(target) = configured {
        let request = Request { triples: vec![target.value.clone()], ..job.request.clone() };
        loaded = workspace::load(&request).map_err(|error| match error {
            workspace::Error::Target(error) => {
                anyhow::anyhow!(config::Problem::new(target.place.clone(), error.to_string()).render("error"))
            }
            other => other.into(),
        })?;
    }
    config.budget_flag = job.budget;
    let mut warnings = loaded.warnings;
    if let Some(workspace) = loaded.workspaces.first() {
        let names = workspace.packages.iter().filter(|package| package.is_member).map(|package| package.name.as_str());
        warnings.extend(config.unknown_packages(names).iter().map(|problem| problem.render("warning")));
    }
    let table = LevelTable::new(&config, &job.levels);
    warnings.extend(table.without_effect(levels::names()).map(|(flag, origin)| {
        let by = match origin {
            LevelOrigin::CommandLine(flag) => format!("`{flag}`"),
            LevelOrigin::Configuration(file) => file,
            LevelOrigin::Default => "default".to_owned(),
        };
        format!("`{}` has no effect: the lint is forbidden by {by}", flag.typed)
    }));
    Ok(Prepared { workspaces: loaded.workspaces, config, warnings })
}

/// A configuration file's text, `None` where there is no such file.
fn read_optional(path: &Utf8Path) -> Result<Option<String>, Box<dyn std::error::Error + Send + Sync>> {
    match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        _ => Ok(Some(source::read(path)?)),
    }
}

/// Which findings the files named on the command line let through: those that stand in them.
#[derive(Clone, Debug)]
pub struct FileFilter(Vec<String>);

impl FileFilter {
    /// The filter for a request, for files named relative to the workspace's root.
    pub fn new(request: &Request, workspace: &Workspace) -> Self {
        // Without a manifest the files are what is analysed, and everything in them is reported.
        let files = if workspace.manifest.is_some() { request.paths.as_slice() } else { &[] };
        let shown = |path: &Utf8PathBuf| {
            let path = request.absolute(path);
            // The root itself has no relative name; the empty one covers everything.
            if path == normalise(&workspace.root) { String::new() } else { source::display_name(&workspace.root, &path) }
        };
        Self(files.iter().map(shown).collect())
    }

    /// Whether a finding in `file` (as shown) is reported.
    pub fn admits(&self, file: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|named| normalise(Utf8Path::new(file)).starts_with(named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_files_and_folders_let_through_what_stands_in_them() {
        let workspace = Workspace { root: "/ws".into(), manifest: Some("/ws/Cargo.toml".into()), ..Workspace::default() };
        let filter = |paths: &[&str]| {
            let paths = paths.iter().map(Utf8PathBuf::from).collect();
            FileFilter::new(&Request { current_dir: "/ws/disk".into(), paths, ..Request::default() }, &workspace)
        };
        assert!(filter(&[]).admits("disk/src/lib.rs"));
        assert!(filter(&["src/lib.rs"]).admits("disk/src/lib.rs"));
        assert!(!filter(&["src/lib.rs"]).admits("disk/src/lib.rs.bak"));
        assert!(!filter(&["src/lib.rs"]).admits("share/src/lib.rs"));
        assert!(filter(&["src/a.rs", "../share"]).admits("share/src/lib.rs"));
        assert!(!filter(&["../sha"]).admits("share/src/lib.rs"));
        assert!(filter(&[".."]).admits("share/src/lib.rs"));
        assert!(filter(&["/ws/share/src/lib.rs"]).admits("share/src/lib.rs"));
        let plain = Workspace { root: "/ws".into(), ..Workspace::default() };
        let request = Request { current_dir: "/ws".into(), paths: vec!["a.rs".into()], ..Request::default() };
        assert!(FileFilter::new(&request, &plain).admits("b.rs"));
    }
}
