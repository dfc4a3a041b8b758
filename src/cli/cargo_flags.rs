//! Cargo's own flags, spelled as Cargo spells them.
//!
//! Those that select are handed on; those that only steer a compilation are accepted, because editors and scripts
//! append them to whatever command they run, and change nothing: nothing is compiled here.

use camino::Utf8PathBuf;
use clap::{Args, ValueHint};

use crate::workspace::{Request, TargetFilter};

/// Which packages.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Package selection")]
pub struct PackageFlags {
    /// Package to lint: a name, `name@version` or a full package id [default: as `cargo check` selects]
    #[arg(short, long = "package", value_name = "SPEC")]
    package: Vec<String>,
    /// Lint all packages in the workspace
    #[arg(long, alias = "all")]
    workspace: bool,
    /// Leave a package out (with --workspace)
    #[arg(long, value_name = "SPEC")]
    exclude: Vec<String>,
}

/// Which targets.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Target selection")]
pub struct TargetFlags {
    /// Lint the library only
    #[arg(long)]
    lib: bool,
    /// Lint all binaries
    #[arg(long)]
    bins: bool,
    /// Lint this binary only
    #[arg(long, value_name = "NAME")]
    bin: Vec<String>,
    /// Lint the library and all binaries; tests, examples and benches never run in a Resource Monitor and are not analysed
    #[arg(long)]
    all_targets: bool,
    #[arg(long, hide = true)]
    examples: bool,
    #[arg(long, value_name = "NAME", hide = true)]
    example: Vec<String>,
    #[arg(long, hide = true)]
    tests: bool,
    #[arg(long, value_name = "NAME", hide = true)]
    test: Vec<String>,
    #[arg(long, hide = true)]
    benches: bool,
    #[arg(long, value_name = "NAME", hide = true)]
    bench: Vec<String>,
}

/// Which features.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Feature selection")]
pub struct FeatureFlags {
    /// Features to activate, separated by commas or spaces (no short form: `-F` is `--forbid`)
    #[arg(long, value_name = "FEATURES")]
    features: Vec<String>,
    /// Activate all features
    #[arg(long)]
    all_features: bool,
    /// Leave the default features off
    #[arg(long)]
    no_default_features: bool,
}

/// For which target, and what steers a compilation.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Compilation options")]
pub struct CompilationFlags {
    /// Analyse for this target [default: x86_64-pc-windows-msvc, or the configuration's]
    #[arg(long, value_name = "TRIPLE")]
    target: Vec<String>,
    /// Cargo's target folder
    #[arg(long, value_name = "DIRECTORY", value_hint = ValueHint::DirPath)]
    target_dir: Option<Utf8PathBuf>,
    /// Accepted for Cargo's sake, as are -r, --profile, --keep-going, --timings and -Z: nothing is compiled
    #[arg(short, long, value_name = "N", allow_negative_numbers = true)]
    jobs: Option<String>,
    #[arg(short, long, hide = true)]
    release: bool,
    #[arg(long, value_name = "NAME", hide = true)]
    profile: Option<String>,
    #[arg(long, hide = true)]
    keep_going: bool,
    #[arg(long, value_name = "FORMATS", num_args = 0..=1, require_equals = true, default_missing_value = "", hide = true)]
    timings: Option<String>,
    #[arg(long, hide = true)]
    future_incompat_report: bool,
    #[arg(short = 'Z', value_name = "FLAG", hide = true)]
    unstable: Vec<String>,
}

/// How Cargo reads the manifests.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Manifest options")]
pub struct ManifestFlags {
    /// Path to Cargo.toml
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    manifest_path: Option<Utf8PathBuf>,
    /// Fail if Cargo.lock is missing or would change
    #[arg(long)]
    locked: bool,
    /// Do not use the network
    #[arg(long)]
    offline: bool,
    /// --locked and --offline
    #[arg(long)]
    frozen: bool,
    /// Override a Cargo configuration value (what names a program to run is left out)
    #[arg(long, value_name = "KEY=VALUE|PATH")]
    config: Vec<String>,
    #[arg(long, hide = true)]
    ignore_rust_version: bool,
}

impl ManifestFlags {
    /// What these flags alone ask to look at.
    pub fn request(&self, current_dir: Utf8PathBuf) -> Request {
        Request { current_dir, manifest_path: self.manifest_path.clone(), config: self.config.clone(), ..Request::default() }
    }
}

impl super::args::Selection {
    /// The same flags as Cargo takes them.
    pub fn cargo_arguments(&self) -> Vec<String> {
        let Self { packages, targets, features, compilation, manifest } = self;
        let mut out = Vec::new();
        let switches = [
            (packages.workspace, "--workspace"),
            (targets.lib, "--lib"),
            (targets.bins, "--bins"),
            (targets.all_targets, "--all-targets"),
            (targets.examples, "--examples"),
            (targets.tests, "--tests"),
            (targets.benches, "--benches"),
            (features.all_features, "--all-features"),
            (features.no_default_features, "--no-default-features"),
            (compilation.release, "--release"),
            (compilation.keep_going, "--keep-going"),
            (compilation.future_incompat_report, "--future-incompat-report"),
            (manifest.locked, "--locked"),
            (manifest.offline, "--offline"),
            (manifest.frozen, "--frozen"),
            (manifest.ignore_rust_version, "--ignore-rust-version"),
        ];
        out.extend(switches.into_iter().filter(|(is_set, _)| *is_set).map(|(_, flag)| flag.to_owned()));
        let path = |path: &Option<Utf8PathBuf>| path.iter().map(ToString::to_string).collect::<Vec<_>>();
        let one = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
        let values = [
            ("--package", packages.package.clone()),
            ("--exclude", packages.exclude.clone()),
            ("--bin", targets.bin.clone()),
            ("--example", targets.example.clone()),
            ("--test", targets.test.clone()),
            ("--bench", targets.bench.clone()),
            ("--features", features.features.clone()),
            ("--target", compilation.target.clone()),
            ("--target-dir", path(&compilation.target_dir)),
            ("--jobs", one(&compilation.jobs)),
            ("--profile", one(&compilation.profile)),
            ("-Z", compilation.unstable.clone()),
            ("--manifest-path", path(&manifest.manifest_path)),
            ("--config", manifest.config.clone()),
        ];
        for (flag, values) in values {
            out.extend(values.into_iter().flat_map(|value| [flag.to_owned(), value]));
        }
        if let Some(timings) = &compilation.timings {
            out.push(if timings.is_empty() { "--timings".to_owned() } else { format!("--timings={timings}") });
        }
        out
    }

    /// What the flags ask to look at, for a user who stands in `current_dir` and names `files`.
    pub fn request(&self, current_dir: Utf8PathBuf, files: &[Utf8PathBuf]) -> Request {
        let Self { packages, targets, features, compilation, manifest } = self.clone();
        let others = targets.examples || targets.tests || targets.benches;
        Request {
            current_dir,
            manifest_path: manifest.manifest_path,
            packages: packages.package,
            workspace: packages.workspace,
            exclude: packages.exclude,
            targets: TargetFilter {
                lib: targets.lib,
                bins: targets.bins,
                bin: targets.bin,
                all_targets: targets.all_targets,
                others: others || !(targets.example.is_empty() && targets.test.is_empty() && targets.bench.is_empty()),
            },
            features: features.features,
            all_features: features.all_features,
            no_default_features: features.no_default_features,
            triples: compilation.target,
            locked: manifest.locked,
            offline: manifest.offline,
            frozen: manifest.frozen,
            config: manifest.config,
            target_dir: compilation.target_dir,
            paths: files.to_vec(),
        }
    }
}

impl super::args::CheckArgs {
    /// What the flags ask to look at, for a user who stands in `current_dir`.
    pub fn request(&self, current_dir: Utf8PathBuf) -> Request {
        self.selection.request(current_dir, &self.files)
    }
}
