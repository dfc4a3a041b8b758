//! Why there is no workspace to analyse, said for people.

use camino::Utf8PathBuf;

/// Why [`load`](super::load) gave up. Each message says what, why and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No `Cargo.toml` here or above, and no path was named.
    #[error(
        "no `Cargo.toml` found in `{searched}` or any folder above it; go to a package, pass `--manifest-path`, or name the files or folders to analyse"
    )]
    NoManifest {
        /// The folder the search began in.
        searched: Utf8PathBuf,
    },
    /// `--manifest-path` leads nowhere.
    #[error("manifest `{path}` {problem}; `--manifest-path` takes the path of a `Cargo.toml`")]
    BadManifestPath {
        /// As made absolute.
        path: Utf8PathBuf,
        /// `does not exist`, `is a folder`
        problem: &'static str,
    },
    /// Cargo refuses a manifest.
    #[error("{}{message}", place(.path.as_ref(), *.line))]
    Manifest {
        /// The file it speaks of, where it names one.
        path: Option<Utf8PathBuf>,
        /// Line, from 1.
        line: Option<u32>,
        /// Column, from 1.
        column: Option<u32>,
        /// Cargo's message.
        message: String,
    },
    /// Cargo cannot resolve what was asked for, and the request forbids to go on without.
    #[error("cargo cannot resolve the dependencies: {message}")]
    Resolve {
        /// Cargo's message.
        message: String,
    },
    /// Cargo did not start.
    #[error("cannot run `{program}`: {source}; Cargo must be installed, since it reads the manifests")]
    NoCargo {
        /// The program.
        program: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// Cargo said something that is not its metadata.
    #[error("cannot read what `cargo metadata` printed: {message}")]
    Metadata {
        /// Why.
        message: String,
    },
    /// `-p` names no member.
    #[error("package `{spec}` is no member of the workspace `{root}`{}", with_hint(.hint))]
    UnknownPackage {
        /// As given.
        spec: String,
        /// The workspace's root.
        root: Utf8PathBuf,
        /// What to do.
        hint: String,
    },
    /// `-p` fits several members.
    #[error("package `{spec}` is ambiguous: {}; give the version, as in `name@1.2.3`, or the full id", list(.candidates))]
    AmbiguousPackage {
        /// As given.
        spec: String,
        /// The ids it fits.
        candidates: Vec<String>,
    },
    /// `-p` or a pattern cannot be read.
    #[error("cannot read package specification `{spec}`: {problem}")]
    BadSpec {
        /// As given.
        spec: String,
        /// Why.
        problem: String,
    },
    /// `--exclude` without `--workspace`.
    #[error("`--exclude` can only be used together with `--workspace`")]
    ExcludeWithoutWorkspace,
    /// `--features` names none of the selected packages' features.
    #[error("none of the selected packages ({}) has the feature `{feature}`{}", list(.packages), with_hint(.hint))]
    UnknownFeature {
        /// As given.
        feature: String,
        /// The selected packages.
        packages: Vec<String>,
        /// What to do.
        hint: String,
    },
    /// `--bin` names none of the selected packages' binaries.
    #[error("no binary `{name}` in the selected packages ({}){}", list(.packages), with_hint(.hint))]
    UnknownBin {
        /// As given.
        name: String,
        /// The selected packages.
        packages: Vec<String>,
        /// What to do.
        hint: String,
    },
    /// Nothing is left to analyse.
    #[error("nothing to analyse in {}: {why}", list(.packages))]
    NoTargets {
        /// The selected packages.
        packages: Vec<String>,
        /// Why, and what to do.
        why: String,
    },
    /// `--target` cannot be used.
    #[error(transparent)]
    Target(#[from] super::TargetError),
    /// `--config` cannot be read.
    #[error("cannot read `--config {argument}`: {problem}")]
    BadConfig {
        /// As given.
        argument: String,
        /// Why.
        problem: String,
    },
    /// A path given for plain-directory mode is not there.
    #[error("cannot read `{path}`: {source}")]
    BadPath {
        /// As made absolute.
        path: Utf8PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A folder without Rust sources, or a file that is none.
    #[error("no Rust source found in `{path}`; a folder with `.rs` files, an `.rs` file, or a Cargo package is needed")]
    NoSources {
        /// As made absolute.
        path: Utf8PathBuf,
    },
    /// The temporary folder for Cargo's work cannot be written.
    #[error("cannot write to the temporary folder: {0}")]
    Temporary(#[source] std::io::Error),
}

fn with_hint(hint: &str) -> String {
    if hint.is_empty() { String::new() } else { format!("; {hint}") }
}

fn list(names: &[String]) -> String {
    names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
}

/// The file, unless the message itself says the line in it.
fn place(path: Option<&Utf8PathBuf>, line: Option<u32>) -> String {
    match (path, line) {
        (Some(path), None) => format!("{path}: "),
        _ => String::new(),
    }
}
