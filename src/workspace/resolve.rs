//! Getting the resolved dependency graph out of Cargo, whatever the state of lock file and network.
//!
//! What lies on this machine is tried before the network; a lock file that is missing or out of date is made in a
//! copy of the manifests ([`super::shadow`]), never in the linted repository.

use std::collections::BTreeSet;

use camino::Utf8Path;
use cargo_metadata::Metadata;

use super::cargo::{self, Cargo, headline};
use super::shadow::Shadow;
use super::{Cfg, Error, Request};
use crate::source::normalise;

/// What tells Cargo to resolve every optional dependency that the request may turn on. Which features are on is
/// computed afterwards, so more does no harm.
pub(super) fn feature_arguments(request: &Request, members: &Metadata, features: &[(String, String)], resolver: u32) -> Vec<String> {
    let mut arguments = Vec::new();
    if request.all_features {
        arguments.push("--all-features".to_owned());
    }
    if request.no_default_features {
        arguments.push("--no-default-features".to_owned());
    }
    let root_manifest = members.workspace_root.join("Cargo.toml");
    let mut spelled = BTreeSet::new();
    for (id, value) in features.iter().filter(|_| !request.all_features) {
        let Some(package) = members.packages.iter().find(|p| p.id.repr == *id) else { continue };
        // Resolver 1 knows features of the root package by their bare names only.
        let is_bare = value.contains('/') || (resolver < 2 && package.manifest_path == root_manifest);
        spelled.insert(if is_bare { value.clone() } else { format!("{}/{value}", package.name) });
    }
    if !spelled.is_empty() {
        arguments.push("--features".to_owned());
        arguments.push(spelled.into_iter().collect::<Vec<_>>().join(","));
    }
    arguments
}

/// The resolved graph; `None`, with a warning, where Cargo cannot resolve it.
///
/// # Errors
/// When Cargo cannot be run, or cannot resolve while the request forbids to change the lock file.
pub(super) fn resolve(
    cargo: &Cargo,
    request: &Request,
    members: &Metadata,
    cfgs: &[Cfg],
    features: &[String],
    warnings: &mut Vec<String>,
) -> Result<Option<Metadata>, Error> {
    let root = &members.workspace_root;
    let attempts = Attempts { cargo, features, cfgs, networks: if request.is_offline() { &[false] } else { &[false, true] } };
    let mut reason = String::new();
    if request.is_locked() || root.join("Cargo.lock").is_file() {
        match attempts.run(&root.join("Cargo.toml"), true, &[])? {
            Ok(metadata) => return Ok(Some(metadata)),
            Err(message) if request.is_locked() => return Err(Error::Resolve { message }),
            Err(message) => reason = message,
        }
    }
    let member_dirs = members.packages.iter().filter_map(|p| p.manifest_path.parent()).map(normalise);
    match Shadow::new(root, member_dirs) {
        Ok(shadow) => match attempts.run(&shadow.manifest, false, &shadow.replace)? {
            Ok(metadata) if &metadata.workspace_root == root => return Ok(Some(metadata)),
            Ok(metadata) => reason = format!("a copy of `{root}` was taken for `{}`", metadata.workspace_root),
            // The copy's places mean nothing to people.
            Err(message) => reason = shadow.replace.iter().fold(message, |text, (from, to)| text.replace(from, to)),
        },
        Err(error) if reason.is_empty() => reason = format!("cannot copy the manifests to a temporary folder: {error}"),
        Err(_) => {}
    }
    warnings.push(format!(
        "cargo cannot resolve the dependencies of `{root}` ({}); they are unknown, and calls into them are not followed",
        headline(&reason)
    ));
    Ok(None)
}

struct Attempts<'r> {
    cargo: &'r Cargo,
    features: &'r [String],
    cfgs: &'r [Cfg],
    /// Whether to use the network, attempt by attempt.
    networks: &'r [bool],
}

impl Attempts<'_> {
    /// The first attempt that succeeds, else the last one's message.
    fn run(&self, manifest: &Utf8Path, locked: bool, replace: &[(String, String)]) -> Result<Result<Metadata, String>, Error> {
        let mut last = String::new();
        for network in self.networks {
            let mut arguments = self.features.to_vec();
            arguments.extend(locked.then(|| "--locked".to_owned()));
            arguments.extend((!network).then(|| "--offline".to_owned()));
            let platforms = self.cfgs.iter().flat_map(|cfg| ["--filter-platform".to_owned(), cfg.target.clone()]);
            let with_platforms: Vec<String> = arguments.iter().cloned().chain(platforms).collect();
            let mut outcome = self.cargo.run(manifest, &with_platforms)?;
            // A rustc that does not know the target: dependencies of all platforms are listed then.
            if outcome.as_ref().is_err_and(|message| message.contains("target-specific information")) {
                outcome = self.cargo.run(manifest, &arguments)?;
            }
            match outcome {
                Ok(json) => return cargo::parse(&json, replace).map(Ok),
                Err(message) => last = message,
            }
            // Where the lock file is out of date, the network does not help.
            if last.contains("--locked was passed") {
                break;
            }
        }
        Ok(Err(last))
    }
}
