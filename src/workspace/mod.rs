//! From a request to crates: packages, targets, features, `cfg`, and each crate's root file.
//!
//! The only module that knows Cargo. Nothing of the linted repository runs, and nothing is written into it: see
//! `cargo` and `shadow`. Files of source are not read here, except where there is no manifest (`plain`).

mod cargo;
mod cargo_config;
mod cfg;
mod cfg_expr;
mod error;
mod graph;
mod load;
mod manifests;
mod plain;
mod plain_mods;
mod request;
mod resolve;
mod select;
mod shadow;
mod spec;
mod types;

pub use cfg::{Cfg, TargetError};
pub use error::Error;
pub use load::{Loaded, load};
pub use request::{DEFAULT_TARGET, Request, TargetFilter};
pub use types::{CrateIndex, CrateKind, CrateSpec, Package, PackageIndex, Workspace};

/// The name that `given` was likely meant to be.
fn nearest<'n>(given: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let limit = (given.chars().count() / 3).max(1);
    let distance = |name: &str| strsim::damerau_levenshtein(given, name);
    names.map(|name| (distance(name), name)).filter(|(d, _)| *d <= limit).min_by_key(|(d, _)| *d).map(|(_, name)| name)
}
