//! What of a workspace a request means: packages, features, targets.

use std::collections::BTreeSet;

use cargo_metadata::{Metadata, Package, Target, TargetKind};
use globset::Glob;

use super::spec::{Candidate, Spec};
use super::{Error, Request, nearest};

fn candidate(package: &Package) -> (String, String, String) {
    (package.name.to_string(), package.version.to_string(), package.id.repr.clone())
}

fn fits(spec: &Spec, package: &Package) -> bool {
    let (name, version, id) = candidate(package);
    spec.fits(Candidate { name: &name, version: &version, id: &id })
}

/// The ids of the selected packages, in the workspace's order. Warnings are added.
pub(super) fn packages(metadata: &Metadata, request: &Request, warnings: &mut Vec<String>) -> Result<Vec<String>, Error> {
    let members = metadata.workspace_packages();
    if !request.exclude.is_empty() && !request.workspace {
        return Err(Error::ExcludeWithoutWorkspace);
    }
    let excluded = request.exclude.iter().map(|text| Spec::parse(text)).collect::<Result<Vec<_>, _>>()?;
    for (spec, text) in excluded.iter().zip(&request.exclude) {
        if !members.iter().any(|p| fits(spec, p)) {
            warnings.push(format!("excluded package `{text}` is not in the workspace `{}`", metadata.workspace_root));
        }
    }
    let mut selected = BTreeSet::new();
    for text in &request.packages {
        let spec = Spec::parse(text)?;
        let fitting: Vec<&Package> = members.iter().copied().filter(|p| fits(&spec, p)).collect();
        match fitting.as_slice() {
            [] => return Err(unknown_package(metadata, &spec, text)),
            [_, _, ..] if !spec.is_pattern() => {
                return Err(Error::AmbiguousPackage {
                    spec: text.clone(),
                    candidates: fitting.iter().map(|p| p.id.repr.clone()).collect(),
                });
            }
            _ => selected.extend(fitting.iter().map(|p| p.id.repr.as_str())),
        }
    }
    if request.workspace {
        selected.extend(members.iter().map(|p| p.id.repr.as_str()));
    } else if request.packages.is_empty() {
        let defaults = &metadata.workspace_default_members;
        if defaults.is_available() {
            selected.extend(defaults.iter().map(|id| id.repr.as_str()));
        } else {
            // A Cargo before 1.71 does not say.
            let root = metadata.root_package().map(|p| p.id.repr.as_str());
            selected.extend(root);
            if root.is_none() {
                selected.extend(members.iter().map(|p| p.id.repr.as_str()));
            }
        }
    }
    let is_selected = |p: &&&Package| selected.contains(p.id.repr.as_str()) && !excluded.iter().any(|spec| fits(spec, p));
    let ids: Vec<String> = members.iter().filter(is_selected).map(|p| p.id.repr.clone()).collect();
    if ids.is_empty() {
        let why = if members.is_empty() {
            "the workspace has no members"
        } else if !excluded.is_empty() {
            "`--exclude` leaves no package"
        } else {
            "no package is selected, name one with `-p` or take all with `--workspace`"
        };
        return Err(Error::NoTargets { packages: vec![metadata.workspace_root.to_string()], why: why.to_owned() });
    }
    Ok(ids)
}

fn unknown_package(metadata: &Metadata, spec: &Spec, text: &str) -> Error {
    let names: BTreeSet<String> = metadata.workspace_packages().iter().map(|p| p.name.to_string()).collect();
    let similar = spec.name().and_then(|name| nearest(name, names.iter().map(String::as_str)));
    let hint = match similar {
        Some(name) if Some(name) == spec.name() => format!("there is a `{name}`, of another version or place"),
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("its members are {}", list(&names)),
    };
    Error::UnknownPackage { spec: text.to_owned(), root: metadata.workspace_root.clone(), hint }
}

/// At most ten names.
fn list(names: &BTreeSet<String>) -> String {
    let shown: Vec<String> = names.iter().take(10).map(|n| format!("`{n}`")).collect();
    let more = names.len().saturating_sub(shown.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    if shown.is_empty() { "none".to_owned() } else { format!("{}{rest}", shown.join(", ")) }
}

/// The features that the request turns on: id of a package and an entry as in a manifest's `[features]`.
pub(super) fn features(metadata: &Metadata, selected: &[String], request: &Request) -> Result<Vec<(String, String)>, Error> {
    let packages: Vec<&Package> = metadata.packages.iter().filter(|p| selected.contains(&p.id.repr)).collect();
    let mut seeds = Vec::new();
    if request.all_features {
        let all = packages.iter().flat_map(|p| p.features.keys().map(|f| (p.id.repr.clone(), f.clone())));
        seeds.extend(all);
    }
    for name in request.feature_names() {
        let before = seeds.len();
        if let Some((front, feature)) = name.split_once('/') {
            let key = front.trim_end_matches('?');
            for package in &packages {
                if package.name.as_str() == key && package.features.contains_key(feature) {
                    seeds.push((package.id.repr.clone(), feature.to_owned()));
                } else if package.dependencies.iter().any(|d| d.rename.as_deref().unwrap_or(&d.name) == key) {
                    seeds.push((package.id.repr.clone(), name.to_owned()));
                }
            }
        } else {
            let having = packages.iter().filter(|p| p.features.contains_key(name));
            seeds.extend(having.map(|p| (p.id.repr.clone(), name.to_owned())));
        }
        if seeds.len() == before {
            return Err(unknown_feature(&packages, name));
        }
    }
    Ok(seeds)
}

fn unknown_feature(packages: &[&Package], name: &str) -> Error {
    let (owner, feature) = name.split_once('/').map_or((None, name), |(owner, feature)| (Some(owner), feature));
    let known: BTreeSet<String> =
        packages.iter().filter(|p| owner.is_none_or(|o| p.name.as_str() == o)).flat_map(|p| p.features.keys().cloned()).collect();
    let hint = if name.starts_with("dep:") {
        "`dep:` is for manifests only".to_owned()
    } else if let Some(owner) = owner.filter(|o| !packages.iter().any(|p| p.name.as_str() == *o)) {
        format!("`{owner}` is neither one of them nor a dependency of one")
    } else if let Some(similar) = nearest(feature, known.iter().map(String::as_str)) {
        format!("did you mean `{similar}`?")
    } else {
        format!("features there: {}", list(&known))
    };
    Error::UnknownFeature { feature: name.to_owned(), packages: packages.iter().map(|p| p.name.to_string()).collect(), hint }
}

/// The `--bin` names and patterns of a request, checked.
#[derive(Debug)]
pub(super) struct Binaries {
    wanted: Vec<globset::GlobMatcher>,
    takes_all: bool,
}

impl Binaries {
    /// Check that every `--bin` fits a binary of the selected packages.
    pub(super) fn new(packages: &[&Package], request: &Request) -> Result<Self, Error> {
        let known: BTreeSet<String> = packages.iter().flat_map(|p| &p.targets).filter(|t| is_bin(t)).map(|t| t.name.clone()).collect();
        let names = || packages.iter().map(|p| p.name.to_string()).collect::<Vec<_>>();
        let mut wanted = Vec::new();
        for name in &request.targets.bin {
            let unknown = |hint| Error::UnknownBin { name: name.clone(), packages: names(), hint };
            let glob = Glob::new(name).map_err(|e| unknown(e.kind().to_string()))?.compile_matcher();
            if !known.iter().any(|bin| glob.is_match(bin)) {
                return Err(unknown(match nearest(name, known.iter().map(String::as_str)) {
                    Some(similar) => format!("did you mean `{similar}`?"),
                    None => format!("binaries there: {}", list(&known)),
                }));
            }
            wanted.push(glob);
        }
        Ok(Self { wanted, takes_all: request.targets.takes_bins() })
    }

    /// Whether the request names this binary.
    pub(super) fn names(&self, target: &Target) -> bool {
        self.wanted.iter().any(|glob| glob.is_match(&target.name))
    }

    /// Whether the request takes in this binary.
    pub(super) fn takes(&self, target: &Target) -> bool {
        self.takes_all || self.names(target)
    }
}

/// Whether a target is a binary.
pub(super) fn is_bin(target: &Target) -> bool {
    target.kind.contains(&TargetKind::Bin)
}

/// Why no target is left.
pub(super) fn no_targets(packages: &[&Package], request: &Request) -> Error {
    let filter = &request.targets;
    let why = if filter.others && !filter.lib && !filter.takes_bins() && filter.bin.is_empty() {
        "only libraries and binaries are analysed, tests, examples and benches are not; leave the filter out or add `--lib` or `--bins`"
    } else if filter.lib && !filter.takes_bins() {
        "there is no library, leave `--lib` out to analyse the binaries"
    } else if filter.bins && !filter.takes_lib() {
        "there is no binary (or its `required-features` are off), leave `--bins` out to analyse the library"
    } else {
        "there is neither a library nor a binary whose `required-features` are on (a procedural macro never runs in the cluster's host)"
    };
    Error::NoTargets { packages: packages.iter().map(|p| p.name.to_string()).collect(), why: why.to_owned() }
}
