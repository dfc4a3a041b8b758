//! From a request to crates: packages, targets, features, `cfg`, and each crate's root file.
//!
//! The only module that knows Cargo. Nothing of the linted repository runs: see `metadata`.

mod cfg;
mod types;

pub use cfg::Cfg;
pub use types::{CrateIndex, CrateKind, CrateSpec, Package, PackageIndex, Workspace};
