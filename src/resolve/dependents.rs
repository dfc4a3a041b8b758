//! Who is built on what: the crates of the workspace that name a crate, directly or through others of it.
//!
//! Knows of crates only; reads nothing.

use rustc_hash::FxHashSet;

use super::db::Db;
use super::ids::CrateId;

impl Db {
    /// The selected crates of the workspace that depend on one of these, in order; those themselves are left out.
    pub fn dependents(&self, of: &[CrateId]) -> Vec<CrateId> {
        let mut reached: FxHashSet<CrateId> = of.iter().copied().collect();
        let mut found = Vec::new();
        loop {
            let fresh: Vec<CrateId> = self
                .crates()
                .filter(|(id, krate)| krate.is_member && krate.is_selected && !reached.contains(id))
                .filter(|(_, krate)| krate.deps.iter().any(|(_, dep)| reached.contains(dep)))
                .map(|(id, _)| id)
                .collect();
            if fresh.is_empty() {
                found.sort_unstable();
                return found;
            }
            reached.extend(&fresh);
            found.extend(fresh);
        }
    }
}
