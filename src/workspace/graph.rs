//! Which package leads to which, and which features that turns on.
//!
//! Cargo's metadata unites the features of all targets, build scripts and tests. What a build of the selected packages
//! for one target enables is computed here, by the rules of Cargo's feature resolver version 2: only normal
//! dependencies, only those of the target, optional ones when a feature asks. For workspaces on version 1, what the
//! metadata says is taken.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{Dependency, DependencyKind, Metadata, Package, TargetKind};

use super::Cfg;

/// Packages and their declared dependencies, resolved to packages.
#[derive(Debug)]
pub(super) struct Graph {
    /// Members first, then by name, version, id.
    pub(super) packages: Vec<Package>,
    /// For each package.
    edges: Vec<Vec<Edge>>,
    /// For each package: what the metadata says is enabled. Empty unless the workspace is on resolver 1.
    united: Vec<Vec<String>>,
}

/// A declared normal dependency and the package it resolves to.
#[derive(Debug)]
struct Edge {
    /// The key in `Cargo.toml`.
    key: String,
    /// The name in code.
    name: String,
    optional: bool,
    uses_default_features: bool,
    features: Vec<String>,
    /// `cfg(…)` or a triple.
    platform: Option<String>,
    to: usize,
}

/// What a build of some packages takes in.
#[derive(Debug)]
pub(super) struct Build {
    /// For each package whether it is built for the target.
    pub(super) active: Vec<bool>,
    /// For each package its features.
    pub(super) features: Vec<BTreeSet<String>>,
    /// For each package the names by which its code knows others.
    pub(super) externs: Vec<BTreeMap<String, usize>>,
}

/// A feature that the request turns on, by package. `dep/feature` is a feature of its dependency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seed {
    /// Index into [`Graph::packages`].
    pub(super) package: usize,
    /// As in a manifest's `[features]` lists.
    pub(super) value: String,
}

/// The library of a package.
pub(super) fn library(package: &Package) -> Option<&cargo_metadata::Target> {
    package.targets.iter().find(|target| {
        target.kind.iter().any(|kind| {
            matches!(
                kind,
                TargetKind::Lib | TargetKind::RLib | TargetKind::DyLib | TargetKind::CDyLib | TargetKind::StaticLib | TargetKind::ProcMacro
            )
        })
    })
}

/// Whether a package is a procedural macro: built for the host, never looked into.
pub(super) fn is_proc_macro(package: &Package) -> bool {
    library(package).is_some_and(|lib| lib.kind.contains(&TargetKind::ProcMacro))
}

/// A target's or dependency's name as code names it.
pub(super) fn code_name(name: &str) -> String {
    name.replace('-', "_")
}

fn key(dependency: &Dependency) -> &str {
    dependency.rename.as_deref().unwrap_or(&dependency.name)
}

impl Graph {
    /// Build it from metadata. Where that has no resolution (`--no-deps`), dependencies by path are linked.
    pub(super) fn new(metadata: Metadata, resolver: u32) -> Self {
        let members: BTreeSet<String> = metadata.workspace_members.iter().map(|id| id.repr.clone()).collect();
        let mut packages = metadata.packages;
        packages.sort_by_cached_key(|p| (!members.contains(&p.id.repr), p.name.to_string(), p.version.clone(), p.id.repr.clone()));
        let index: BTreeMap<&str, usize> = packages.iter().enumerate().map(|(i, p)| (p.id.repr.as_str(), i)).collect();
        let mut edges: Vec<Vec<Edge>> = packages.iter().map(|_| Vec::new()).collect();
        let mut united: Vec<Vec<String>> = packages.iter().map(|_| Vec::new()).collect();
        let nodes: BTreeMap<&str, &cargo_metadata::Node> =
            metadata.resolve.iter().flat_map(|r| &r.nodes).map(|node| (node.id.repr.as_str(), node)).collect();
        for (i, package) in packages.iter().enumerate() {
            let node = nodes.get(package.id.repr.as_str());
            if let Some(node) = node
                && resolver < 2
            {
                united[i] = node.features.iter().map(ToString::to_string).collect();
            }
            for dependency in package.dependencies.iter().filter(|d| d.kind == DependencyKind::Normal) {
                let to = match node {
                    Some(node) => resolved(dependency, node, &packages, &index),
                    None => by_path(dependency, &packages),
                };
                let Some(to) = to else { continue };
                let name = match &dependency.rename {
                    Some(rename) => code_name(rename),
                    None => library(&packages[to]).map_or_else(|| code_name(&dependency.name), |lib| code_name(&lib.name)),
                };
                edges[i].push(Edge {
                    key: key(dependency).to_owned(),
                    name,
                    optional: dependency.optional,
                    uses_default_features: dependency.uses_default_features,
                    features: dependency.features.clone(),
                    platform: dependency.target.as_ref().map(ToString::to_string),
                    to,
                });
            }
        }
        Self { packages, edges, united }
    }

    /// The index of the package with that id.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.packages.iter().position(|p| p.id.repr == id)
    }

    /// What a build of `selected` for the target takes in.
    pub(super) fn build(&self, selected: &[usize], default_features: bool, seeds: &[Seed], cfg: &Cfg) -> Build {
        let count = self.packages.len();
        let mut activation = Activation {
            graph: self,
            enabled: self
                .edges
                .iter()
                .map(|edges| edges.iter().map(|e| e.platform.as_ref().is_none_or(|p| cfg.matches(p))).collect())
                .collect(),
            active: vec![false; count],
            features: vec![BTreeSet::new(); count],
            optional: vec![BTreeSet::new(); count],
            weak: vec![Vec::new(); count],
            open: Vec::new(),
        };
        for &package in selected {
            activation.open.push(Task::Package(package));
            if default_features {
                activation.open.push(Task::Value(package, "default".to_owned()));
            }
        }
        activation.open.extend(seeds.iter().map(|seed| Task::Value(seed.package, seed.value.clone())));
        activation.run();
        let externs = (0..count).map(|package| activation.externs(package)).collect();
        Build { active: activation.active, features: activation.features, externs }
    }
}

/// The package that a declared dependency resolved to.
fn resolved(dependency: &Dependency, node: &cargo_metadata::Node, packages: &[Package], index: &BTreeMap<&str, usize>) -> Option<usize> {
    let mut candidates: Vec<usize> = Vec::new();
    for dep in &node.deps {
        let Some(&i) = index.get(dep.pkg.repr.as_str()) else { continue };
        if packages[i].name.as_str() != dependency.name.as_str() {
            continue;
        }
        let is_named_so = match &dependency.rename {
            Some(rename) => dep.name == code_name(rename),
            None => library(&packages[i]).is_none_or(|lib| dep.name == code_name(&lib.name)),
        };
        if is_named_so {
            candidates.push(i);
        }
    }
    // Two versions under one name are possible for different platforms.
    let fitting = candidates.iter().find(|&&i| dependency.req.matches(&packages[i].version) && same_source(dependency, &packages[i]));
    fitting.or_else(|| candidates.iter().find(|&&i| dependency.req.matches(&packages[i].version))).or(candidates.first()).copied()
}

fn same_source(dependency: &Dependency, package: &Package) -> bool {
    match (&dependency.path, package.manifest_path.parent()) {
        (Some(path), Some(dir)) => path == dir,
        _ => dependency.source.is_some() == package.source.is_some(),
    }
}

fn by_path(dependency: &Dependency, packages: &[Package]) -> Option<usize> {
    let path = dependency.path.as_ref()?;
    packages.iter().position(|p| p.manifest_path.parent() == Some(path) && p.name.as_str() == dependency.name.as_str())
}

/// A step of turning things on. Each is done once at most.
enum Task {
    /// A package is built.
    Package(usize),
    /// An entry of a feature's list, of this package.
    Value(usize, String),
    /// A feature of what a dependency of this package (by key) resolves to.
    DepFeature(usize, String, String),
}

struct Activation<'g> {
    graph: &'g Graph,
    /// For each package and edge: whether it is there on the target.
    enabled: Vec<Vec<bool>>,
    active: Vec<bool>,
    features: Vec<BTreeSet<String>>,
    /// Keys of optional dependencies that are on.
    optional: Vec<BTreeSet<String>>,
    /// `key?/feature` that wait for `key`.
    weak: Vec<Vec<(String, String)>>,
    open: Vec<Task>,
}

impl<'g> Activation<'g> {
    fn run(&mut self) {
        while let Some(task) = self.open.pop() {
            match task {
                Task::Package(package) => self.package(package),
                Task::Value(package, value) => self.value(package, &value),
                Task::DepFeature(package, key, feature) => {
                    let targets: Vec<usize> = self.live_edges(package).filter(|e| e.key == key).map(|e| e.to).collect();
                    self.open.extend(targets.into_iter().map(|to| Task::Value(to, feature.clone())));
                }
            }
        }
    }

    /// Dependencies that are on.
    fn live_edges(&self, package: usize) -> impl Iterator<Item = &'g Edge> + '_ {
        let graph = self.graph;
        graph.edges[package]
            .iter()
            .zip(&self.enabled[package])
            .filter(move |(edge, enabled)| **enabled && (!edge.optional || self.optional[package].contains(&edge.key)))
            .map(|(edge, _)| edge)
    }

    fn externs(&self, package: usize) -> BTreeMap<String, usize> {
        if !self.active[package] || is_proc_macro(&self.graph.packages[package]) {
            return BTreeMap::new();
        }
        self.live_edges(package).map(|edge| (edge.name.clone(), edge.to)).collect()
    }

    fn package(&mut self, package: usize) {
        if self.active[package] {
            return;
        }
        self.active[package] = true;
        // What a procedural macro needs is built for the host.
        if is_proc_macro(&self.graph.packages[package]) {
            return;
        }
        let values = self.graph.united[package].iter().map(|f| Task::Value(package, f.clone()));
        self.open.extend(values);
        for edge in self.graph.edges[package].iter().zip(&self.enabled[package]).filter(|(e, on)| **on && !e.optional).map(|(e, _)| e) {
            link(&mut self.open, edge);
        }
    }

    fn value(&mut self, package: usize, value: &str) {
        if let Some(key) = value.strip_prefix("dep:") {
            self.turn_on(package, key);
        } else if let Some((key, feature)) = value.split_once('/') {
            let waits = key.ends_with('?');
            let key = key.trim_end_matches('?');
            let is_optional = self.graph.edges[package].iter().any(|e| e.key == key && e.optional);
            if is_optional && !waits {
                self.turn_on(package, key);
                if self.graph.packages[package].features.contains_key(key) {
                    self.open.push(Task::Value(package, key.to_owned()));
                }
            }
            if is_optional && waits && !self.optional[package].contains(key) {
                self.weak[package].push((key.to_owned(), feature.to_owned()));
            }
            self.open.push(Task::DepFeature(package, key.to_owned(), feature.to_owned()));
        } else if let Some(list) = self.graph.packages[package].features.get(value)
            && self.features[package].insert(value.to_owned())
        {
            self.open.extend(list.iter().map(|entry| Task::Value(package, entry.clone())));
        }
    }

    fn turn_on(&mut self, package: usize, key: &str) {
        if !self.optional[package].insert(key.to_owned()) {
            return;
        }
        for (edge, on) in self.graph.edges[package].iter().zip(&self.enabled[package]) {
            if *on && edge.optional && edge.key == key {
                link(&mut self.open, edge);
            }
        }
        let (now, later) = std::mem::take(&mut self.weak[package]).into_iter().partition(|(waiting, _)| waiting == key);
        self.weak[package] = later;
        let now: Vec<(String, String)> = now;
        self.open.extend(now.into_iter().map(|(key, feature)| Task::DepFeature(package, key, feature)));
    }
}

fn link(open: &mut Vec<Task>, edge: &Edge) {
    open.push(Task::Package(edge.to));
    if edge.uses_default_features {
        open.push(Task::Value(edge.to, "default".to_owned()));
    }
    open.extend(edge.features.iter().map(|f| Task::Value(edge.to, f.clone())));
}
