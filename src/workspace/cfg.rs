//! `cfg`: which conditions hold for the target and the features.

use std::collections::BTreeSet;

/// The conditions that hold: `windows`, `target_os = "windows"`, `feature = "std"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cfg {
    /// Names that are set.
    pub names: BTreeSet<String>,
    /// Keys with their values.
    pub values: BTreeSet<(String, String)>,
}
