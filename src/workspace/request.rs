//! What a run is asked to look at: the command line's selection flags as plain data.

use camino::Utf8PathBuf;

/// The target analysed when none is asked for: resource DLLs run on Windows.
pub const DEFAULT_TARGET: &str = "x86_64-pc-windows-msvc";

/// Everything the command line can say about what to analyse. `Request::default()` is a run without flags.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Where the user stands; relative paths in this request start here. Empty: the process's.
    pub current_dir: Utf8PathBuf,
    /// `--manifest-path`
    pub manifest_path: Option<Utf8PathBuf>,
    /// `-p`, `--package`: package specifications in any form that Cargo has ever printed or accepts.
    pub packages: Vec<String>,
    /// `--workspace`, `--all`
    pub workspace: bool,
    /// `--exclude`: names or globs; only with `workspace`.
    pub exclude: Vec<String>,
    /// Which targets of the selected packages.
    pub targets: TargetFilter,
    /// `-F`, `--features`: as given, each may hold several, separated by commas or spaces.
    pub features: Vec<String>,
    /// `--all-features`
    pub all_features: bool,
    /// `--no-default-features`
    pub no_default_features: bool,
    /// `--target`: triples; empty means [`DEFAULT_TARGET`].
    pub triples: Vec<String>,
    /// `--locked`
    pub locked: bool,
    /// `--offline`
    pub offline: bool,
    /// `--frozen`: locked and offline.
    pub frozen: bool,
    /// `--config KEY=VALUE` or a file. Only what cannot name a program is passed on.
    pub config: Vec<String>,
    /// `--target-dir`
    pub target_dir: Option<Utf8PathBuf>,
    /// Files and folders named on the command line. In a Cargo workspace they select nothing (they filter what is
    /// reported); where no manifest is found they are what is analysed.
    pub paths: Vec<Utf8PathBuf>,
}

/// `--lib`, `--bin`, and their like. Nothing set: libraries and binaries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetFilter {
    /// `--lib`
    pub lib: bool,
    /// `--bins`
    pub bins: bool,
    /// `--bin NAME` (or a glob)
    pub bin: Vec<String>,
    /// `--all-targets`
    pub all_targets: bool,
    /// Whether a filter for tests, examples or benches was given (`--tests`, `--test NAME`, `--examples`, …). Those
    /// are never analysed, so alone it selects nothing.
    pub others: bool,
}

impl TargetFilter {
    /// Whether no filter was given.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it takes in a package's library.
    pub fn takes_lib(&self) -> bool {
        self.lib || self.all_targets || self.is_default()
    }

    /// Whether it takes in all binaries.
    pub fn takes_bins(&self) -> bool {
        self.bins || self.all_targets || self.is_default()
    }
}

impl Request {
    /// The absolute, normalised form of a path of this request.
    pub fn absolute(&self, path: &camino::Utf8Path) -> Utf8PathBuf {
        crate::source::normalise(&self.current_dir.join(path))
    }

    /// The folder in which the work begins: that of the manifest, if one is named, else where the user stands.
    pub fn start(&self) -> Utf8PathBuf {
        let manifest = self.manifest_path.as_ref().map(|manifest| self.absolute(manifest));
        manifest.and_then(|manifest| manifest.parent().map(camino::Utf8Path::to_owned)).unwrap_or_else(|| self.current_dir.clone())
    }

    /// Whether nothing may be changed in the lock file.
    pub fn is_locked(&self) -> bool {
        self.locked || self.frozen
    }

    /// Whether the network may not be used.
    pub fn is_offline(&self) -> bool {
        self.offline || self.frozen
    }

    /// The features one by one.
    pub fn feature_names(&self) -> impl Iterator<Item = &str> {
        self.features.iter().flat_map(|f| f.split([',', ' ', '\t', '\n'])).filter(|f| !f.is_empty())
    }
}
