//! What the rest of the tool sees of a Cargo workspace.

use camino::Utf8PathBuf;

/// Index into [`Workspace::packages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PackageIndex(pub u32);

/// Index into [`Workspace::crates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CrateIndex(pub u32);

/// Everything that a run may look at. Dependencies are listed, not read: their files are opened when a path
/// leads there.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// The workspace's root folder (absolute, normalised). Paths in output are relative to it.
    pub root: Utf8PathBuf,
    /// The workspace's own manifest; `None` in plain-directory mode.
    pub manifest: Option<Utf8PathBuf>,
    /// `[workspace.metadata.looksalive]`, if any.
    pub metadata: Option<serde_json::Value>,
    /// The target triple that `cfg` was evaluated for.
    pub target: String,
    /// Cargo's target folder.
    pub target_dir: Utf8PathBuf,
    /// All packages of the resolved graph, workspace members first, in a stable order.
    pub packages: Vec<Package>,
    /// All library and binary targets that may be analysed: the selected packages' and every dependency's library.
    pub crates: Vec<CrateSpec>,
}

/// A package.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name in `Cargo.toml`.
    pub name: String,
    /// Its version; empty in plain-directory mode.
    pub version: String,
    /// The full package id, as `cargo metadata` prints it.
    pub id: String,
    /// Its `Cargo.toml`, absolute; in plain-directory mode the directory.
    pub manifest: Utf8PathBuf,
    /// Its folder.
    pub dir: Utf8PathBuf,
    /// Whether it is a member of the workspace (a place findings may stand in).
    pub is_member: bool,
    /// Whether the run's package selection names it.
    pub is_selected: bool,
    /// `[package.metadata.looksalive]`, if any.
    pub metadata: Option<serde_json::Value>,
}

/// What a crate is built as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CrateKind {
    /// `lib`, `rlib`, `dylib`, `staticlib`.
    Lib,
    /// A library whose crate types include `cdylib`: a DLL.
    Cdylib,
    /// A binary.
    Bin,
    /// A procedural macro: never looked into.
    ProcMacro,
}

/// One crate: a root file and what is needed to read it.
#[derive(Clone, Debug)]
pub struct CrateSpec {
    /// The crate's name as code names it (`-` replaced by `_`).
    pub name: String,
    /// The target's name as Cargo names it.
    pub target_name: String,
    /// Its package.
    pub package: PackageIndex,
    /// What it is built as.
    pub kind: CrateKind,
    /// All crate types as Cargo lists them (`cdylib`, `rlib`, `bin`, …).
    pub crate_types: Vec<String>,
    /// 2015, 2018, 2021 or 2024.
    pub edition: u16,
    /// Its root file, absolute.
    pub root_file: Utf8PathBuf,
    /// Names by which its code knows other crates, and which they are. A binary also sees its package's library.
    pub deps: Vec<(String, CrateIndex)>,
    /// What `cfg` is true: the target's and the features'.
    pub cfg: std::sync::Arc<super::Cfg>,
    /// Whether the run analyses it (a selected package's target).
    pub is_selected: bool,
    /// Whether it belongs to a workspace member.
    pub is_member: bool,
}
