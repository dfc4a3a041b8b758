//! The way from a request to workspaces: find the manifest, ask Cargo, select, build the list of crates.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::Metadata;

use super::cargo::Cargo;
use super::graph::{Build, Graph, Seed, code_name, is_proc_macro, library};
use super::resolve::{feature_arguments, resolve};
use super::select::{self, Binaries, is_bin};
use super::{Cfg, CrateIndex, CrateKind, CrateSpec, DEFAULT_TARGET, Error, Package, PackageIndex, Request, Workspace, cargo_config, plain};
use crate::source::normalise;

/// What [`load`] found.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// One per requested target, in the order asked for.
    pub workspaces: Vec<Workspace>,
    /// What could not be looked at and why, for people.
    pub warnings: Vec<String>,
}

/// Find what a request asks to analyse. Runs `cargo metadata` (which asks the toolchain's `rustc` about the target), and
/// nothing of the linted repository; writes nothing there.
///
/// # Errors
/// When there is nothing to analyse: see [`Error`].
pub fn load(request: &Request) -> Result<Loaded, Error> {
    let request = &Request { current_dir: current_dir(&request.current_dir)?, ..request.clone() };
    let mut cfgs: Vec<Cfg> = Vec::new();
    for triple in &request.triples {
        if !cfgs.iter().any(|cfg| cfg.target == *triple) {
            cfgs.push(Cfg::for_target(triple)?);
        }
    }
    if cfgs.is_empty() {
        cfgs.push(Cfg::for_target(DEFAULT_TARGET)?);
    }
    let found = cargo_config::read(request)?;
    let mut warnings = found.warnings;
    // Lives as long as Cargo may read it.
    let scratch = tempfile::Builder::new().prefix("looksalive-").tempdir().map_err(Error::Temporary)?;
    let mut cargo = Cargo::find(&request.current_dir);
    if !found.table.is_empty() {
        let file = Utf8PathBuf::from_path_buf(scratch.path().join("config.toml"))
            .map_err(|_| Error::Temporary(std::io::Error::other("its path is not UTF-8")))?;
        std::fs::write(&file, found.table.to_string()).map_err(Error::Temporary)?;
        cargo.config = Some(file);
    }
    let Some(members) = members(&cargo, request)? else {
        let workspaces = plain::load(request, &cfgs)?;
        return Ok(Loaded { workspaces, warnings });
    };
    for path in &request.paths {
        if !is_inside(&members, &request.absolute(path)) {
            warnings.push(format!("`{path}` is not in the workspace `{}` and was not analysed", members.workspace_root));
        }
    }
    let selected = select::packages(&members, request, &mut warnings)?;
    let features = select::features(&members, &selected, request)?;
    let packages: Vec<&cargo_metadata::Package> = members.packages.iter().filter(|p| selected.contains(&p.id.repr)).collect();
    let binaries = Binaries::new(&packages, request)?;
    let target_dir = target_dir(request, found.target_dir).unwrap_or_else(|| members.target_directory.clone());
    let resolver = resolver(&members);
    let feature_arguments = feature_arguments(request, &members, &features, resolver);
    let metadata = resolve(&cargo, request, &members, &cfgs, &feature_arguments, &mut warnings)?;
    let frame = Workspace {
        root: normalise(&members.workspace_root),
        manifest: Some(normalise(&members.workspace_root.join("Cargo.toml"))),
        metadata: own_metadata(&members.workspace_metadata),
        target_dir,
        ..Workspace::default()
    };
    let member_ids: BTreeSet<String> = members.workspace_members.iter().map(|id| id.repr.clone()).collect();
    let graph = Graph::new(metadata.unwrap_or_else(|| members.clone()), resolver);
    let indices: Vec<usize> = selected.iter().filter_map(|id| graph.find(id)).collect();
    let seeds: Vec<Seed> =
        features.iter().filter_map(|(id, value)| Some(Seed { package: graph.find(id)?, value: value.clone() })).collect();
    let mut workspaces = Vec::new();
    for cfg in &cfgs {
        let build = graph.build(&indices, !request.no_default_features, &seeds, cfg);
        let mut workspace = Workspace { target: cfg.target.clone(), ..frame.clone() };
        workspace.packages = graph
            .packages
            .iter()
            .map(|package| Package {
                name: package.name.to_string(),
                version: package.version.to_string(),
                id: package.id.repr.clone(),
                manifest: normalise(&package.manifest_path),
                dir: normalise(package.manifest_path.parent().unwrap_or(&package.manifest_path)),
                is_member: member_ids.contains(&package.id.repr),
                is_selected: selected.contains(&package.id.repr),
                metadata: own_metadata(&package.metadata),
            })
            .collect();
        workspace.crates = crates(&graph, &build, &workspace.packages, request, &binaries, cfg, &mut warnings);
        if !workspace.crates.iter().any(|c| c.is_selected) {
            return Err(select::no_targets(&packages, request));
        }
        workspaces.push(workspace);
    }
    Ok(Loaded { workspaces, warnings })
}

/// The current folder, made absolute should it not be.
fn current_dir(given: &Utf8Path) -> Result<Utf8PathBuf, Error> {
    let bad = |source| Error::BadPath { path: given.to_owned(), source };
    let absolute = if given.as_str().is_empty() { std::env::current_dir() } else { std::path::absolute(given) };
    let path = Utf8PathBuf::from_path_buf(absolute.map_err(bad)?);
    path.map(|path| normalise(&path)).map_err(|_| bad(std::io::Error::other("the path is not UTF-8")))
}

/// The `looksalive` table of a metadata table.
fn own_metadata(metadata: &serde_json::Value) -> Option<serde_json::Value> {
    metadata.get("looksalive").cloned()
}

/// Where target folders are said to be, in Cargo's order; `None`: where Cargo says.
fn target_dir(request: &Request, configured: Option<Utf8PathBuf>) -> Option<Utf8PathBuf> {
    if let Some(dir) = &request.target_dir {
        return Some(request.absolute(dir));
    }
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    match variable("CARGO_TARGET_DIR").or_else(|| variable("CARGO_BUILD_TARGET_DIR")) {
        Some(dir) => Some(request.absolute(Utf8Path::new(&dir))),
        None => configured,
    }
}

/// The workspace that the request means, without dependencies; `None`: there is no manifest, and paths are named.
fn members(cargo: &Cargo, request: &Request) -> Result<Option<Metadata>, Error> {
    if let Some(path) = &request.manifest_path {
        let path = request.absolute(path);
        let problem = match std::fs::metadata(&path) {
            Err(_) => Some("does not exist"),
            Ok(m) if m.is_dir() => Some("is a folder"),
            Ok(_) if path.file_name() != Some("Cargo.toml") => Some("is not called `Cargo.toml`"),
            Ok(_) => None,
        };
        return match problem {
            Some(problem) => Err(Error::BadManifestPath { path, problem }),
            None => cargo.members(&path).map(Some),
        };
    }
    let paths: Vec<Utf8PathBuf> = request.paths.iter().map(|path| request.absolute(path)).collect();
    if let Some(manifest) = manifest_above(&request.current_dir) {
        let members = cargo.members(&manifest)?;
        if paths.is_empty() || paths.iter().any(|path| is_inside(&members, path)) {
            return Ok(Some(members));
        }
    } else if paths.is_empty() {
        return Err(Error::NoManifest { searched: request.current_dir.clone() });
    }
    match paths.iter().find_map(|path| manifest_above(path)) {
        Some(manifest) => cargo.members(&manifest).map(Some),
        None => Ok(None),
    }
}

fn manifest_above(path: &Utf8Path) -> Option<Utf8PathBuf> {
    path.ancestors().map(|dir| dir.join("Cargo.toml")).find(|manifest| manifest.is_file())
}

fn is_inside(members: &Metadata, path: &Utf8Path) -> bool {
    let member_dirs = members.packages.iter().filter_map(|p| p.manifest_path.parent());
    path.starts_with(&members.workspace_root) || member_dirs.into_iter().any(|dir| path.starts_with(dir))
}

/// The version of Cargo's feature resolver that the workspace is on.
fn resolver(members: &Metadata) -> u32 {
    let manifest = members.workspace_root.join("Cargo.toml");
    let table = crate::source::read(&manifest).ok().and_then(|text| text.parse::<toml::Table>().ok());
    let said = table.and_then(|table| {
        let of = |key: &str| table.get(key)?.get("resolver")?.as_str()?.parse().ok();
        of("workspace").or_else(|| of("package"))
    });
    let root = members.packages.iter().find(|p| p.manifest_path == manifest);
    let by_edition = || match root.map(|p| edition(p.edition)) {
        Some(2024..) => 3,
        Some(2021) => 2,
        _ => 1,
    };
    said.unwrap_or_else(by_edition)
}

fn edition(edition: cargo_metadata::Edition) -> u16 {
    edition.as_str().parse().unwrap_or(2024)
}

/// The crates of a build: for each package its library, and the binaries that are asked for.
fn crates(
    graph: &Graph,
    build: &Build,
    packages: &[Package],
    request: &Request,
    binaries: &Binaries,
    target: &Cfg,
    warnings: &mut Vec<String>,
) -> Vec<CrateSpec> {
    let mut crates: Vec<CrateSpec> = Vec::new();
    let mut libraries: BTreeMap<usize, CrateIndex> = BTreeMap::new();
    let active = |i: &usize| build.active[*i];
    for i in (0..packages.len()).filter(active) {
        let package = &graph.packages[i];
        let cfg = Arc::new(target.with_features(build.features[i].iter().map(String::as_str)));
        let spec = |target: &cargo_metadata::Target, kind, is_selected| CrateSpec {
            name: code_name(&target.name),
            target_name: target.name.clone(),
            package: PackageIndex(u32::try_from(i).expect("fewer than four thousand million packages")),
            kind,
            crate_types: target.crate_types.iter().map(ToString::to_string).collect(),
            edition: edition(target.edition),
            root_file: normalise(&target.src_path),
            deps: Vec::new(),
            cfg: Arc::clone(&cfg),
            is_selected,
            is_member: packages[i].is_member,
        };
        if let Some(lib) = library(package) {
            libraries.insert(i, CrateIndex(u32::try_from(crates.len()).expect("fewer than four thousand million crates")));
            let kind = if is_proc_macro(package) {
                CrateKind::ProcMacro
            } else if lib.crate_types.contains(&cargo_metadata::CrateType::CDyLib) {
                CrateKind::Cdylib
            } else {
                CrateKind::Lib
            };
            // A procedural macro runs in the compiler, never in a cluster's host.
            let is_selected = packages[i].is_selected && request.targets.takes_lib() && kind != CrateKind::ProcMacro;
            crates.push(spec(lib, kind, is_selected));
        }
        if !packages[i].is_selected {
            continue;
        }
        let mut bins: Vec<_> = package.targets.iter().filter(|t| is_bin(t) && binaries.takes(t)).collect();
        bins.sort_by(|a, b| a.name.cmp(&b.name));
        for bin in bins {
            let missing: Vec<&str> = bin.required_features.iter().filter(|f| !is_on(build, i, f)).map(String::as_str).collect();
            if missing.is_empty() {
                crates.push(spec(bin, CrateKind::Bin, true));
            } else if binaries.names(bin) {
                let warning =
                    format!("binary `{}` of `{}` was not analysed: it needs `--features {}`", bin.name, package.name, missing.join(","));
                if !warnings.contains(&warning) {
                    warnings.push(warning);
                }
            }
        }
    }
    for krate in &mut crates {
        let i = krate.package.0 as usize;
        let mut deps: BTreeMap<String, CrateIndex> = BTreeMap::new();
        for (name, to) in &build.externs[i] {
            if let Some(&library) = libraries.get(to) {
                deps.insert(name.clone(), library);
            }
        }
        if krate.kind == CrateKind::Bin
            && let (Some(lib), Some(&index)) = (library(&graph.packages[i]), libraries.get(&i))
        {
            deps.insert(code_name(&lib.name), index);
        }
        krate.deps = deps.into_iter().collect();
    }
    crates
}

/// Whether a `required-features` entry (`feature` or `dependency/feature`) is on.
fn is_on(build: &Build, package: usize, entry: &str) -> bool {
    match entry.split_once('/') {
        None => build.features[package].contains(entry),
        Some((key, feature)) => build.externs[package].get(&code_name(key)).is_some_and(|&to| build.features[to].contains(feature)),
    }
}
