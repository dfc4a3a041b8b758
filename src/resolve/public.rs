//! By which paths a crate shows its definitions to others.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::db::Db;
use super::defs::{Binding, Ns, Vis};
use super::ids::{CrateId, Def, ModuleId, UnitId};
use super::later::LaterName;
use super::paths::Names;
use crate::source::Symbol;

/// The shortest public path of each definition that a crate shows, without the crate's name.
pub type PublicPaths = FxHashMap<Def, String>;

impl Db {
    /// The public paths of a crate.
    pub fn public_paths(&self, krate: CrateId) -> Arc<PublicPaths> {
        self.public.get(&krate, || Arc::new(self.compute_public_paths(krate)), Arc::default)
    }

    fn compute_public_paths(&self, krate: CrateId) -> PublicPaths {
        let mut out = PublicPaths::default();
        let mut queue = std::collections::VecDeque::from([(ModuleId { unit: UnitId(krate.0), index: 0 }, String::new())]);
        let mut seen = FxHashSet::default();
        while let Some((module, path)) = queue.pop_front() {
            if !seen.insert(module) {
                continue;
            }
            let mut names: Vec<(Symbol, Ns, Def)> = Vec::new();
            for ns in Ns::ALL {
                for (name, binding) in &self.module(module).scope.names[ns as usize] {
                    if binding.vis == Vis::Public {
                        names.push((*name, ns, binding.def));
                    }
                }
            }
            names.sort_unstable_by(|a, b| (a.0.as_str(), a.1 as u8).cmp(&(b.0.as_str(), b.1 as u8)));
            for (name, _, def) in names {
                let full = if path.is_empty() { name.to_string() } else { format!("{path}::{name}") };
                if let Def::Module(id) = def {
                    // Other crates' modules are followed where this crate shows them (`std` shows `core`'s).
                    if !seen.contains(&id) && !self.is_root(id) {
                        queue.push_back((id, full.clone()));
                    }
                }
                // The prelude's paths are nobody's first choice.
                let worse = |old: &String| old.starts_with("prelude::") && !full.starts_with("prelude::");
                match out.get(&def) {
                    Some(old) if !worse(old) => {}
                    _ => {
                        out.insert(def, full);
                    }
                }
            }
        }
        out
    }

    /// The shortest public path of a definition of a dependency. What that imports from other crates is not followed.
    pub(super) fn late_public_path(&self, krate: CrateId, def: Def, name: Symbol) -> Option<Arc<str>> {
        let find = || {
            let mut all = self.names_of(name);
            all.sort_unstable();
            let names = Names::of(self);
            let mut prelude = None;
            for (module, path) in &*self.public_modules(krate) {
                let is_it = |name: &&Symbol| {
                    let public = |found: &Binding| found.vis == Vis::Public && found.def == def;
                    Ns::ALL.into_iter().any(|ns| names.binding(*module, ns, **name).is_some_and(|found| public(&found)))
                };
                let Some(name) = all.iter().find(is_it) else { continue };
                let full: Arc<str> = if path.is_empty() { name.as_str().into() } else { format!("{path}::{name}").into() };
                // The prelude's paths are nobody's first choice.
                if !full.starts_with("prelude::") {
                    return Some(full);
                }
                prelude.get_or_insert(full);
            }
            prelude
        };
        self.public_path.get(&def, find, || None)
    }

    /// The modules that a dependency shows, with their paths, the nearest first.
    fn public_modules(&self, krate: CrateId) -> Arc<[(ModuleId, String)]> {
        let find = || {
            let root = ModuleId { unit: UnitId(krate.0), index: 0 };
            let mut queue = vec![(root, String::new())];
            let mut seen = FxHashSet::from_iter([root]);
            let mut at = 0;
            while let Some((module, path)) = queue.get(at).cloned() {
                at += 1;
                for (name, id) in self.public_children(module, krate) {
                    if seen.insert(id) {
                        let full = if path.is_empty() { name.to_string() } else { format!("{path}::{name}") };
                        queue.push((id, full));
                    }
                }
            }
            queue.into()
        };
        self.public_modules.get(&krate, find, Arc::default)
    }

    /// The modules of its own crate that a dependency's module shows, by name.
    fn public_children(&self, module: ModuleId, krate: CrateId) -> Vec<(Symbol, ModuleId)> {
        let names = Names::of(self);
        let is_own = |way: &&LaterName| way.vis == Vis::Public && names.crate_of_import(way.to.from, &way.to.path).is_none();
        // The modules that it takes names from, by globs and macro calls.
        let mut sources = vec![module];
        let mut at = 0;
        while let Some(&here) = sources.get(at) {
            at += 1;
            let globs = self.module(here).scope.later.globs.iter().filter(is_own);
            let mut next: Vec<ModuleId> = globs
                .filter_map(|glob| match glob.to.defs(names)[Ns::Types as usize] {
                    Some(Def::Module(id)) if self.crate_of(id.unit) == krate => Some(id),
                    _ => None,
                })
                .collect();
            next.extend(self.parts_saying(here, &["mod", "use"]));
            for id in next {
                if !sources.contains(&id) {
                    sources.push(id);
                }
            }
        }
        // A module's name begins with a small letter; what else is imported need not be followed to know that.
        let may_be_module = |name: &&Symbol| name.as_str().starts_with(|c: char| c.is_lowercase() || c == '_');
        let mut found: Vec<(Symbol, ModuleId)> = Vec::new();
        for source in sources {
            let scope = &self.module(source).scope;
            let declared = scope.names[Ns::Types as usize].iter().filter(|(_, b)| matches!(b.def, Def::Module(_))).map(|(name, _)| name);
            let imported = scope.later.names.iter().filter(|(_, ways)| ways.iter().any(|way| is_own(&way))).map(|(name, _)| name);
            for name in declared.chain(imported.filter(may_be_module)) {
                match names.binding(module, Ns::Types, *name) {
                    Some(Binding { def: Def::Module(id), vis: Vis::Public, .. })
                        if !self.is_root(id) && self.crate_of(id.unit) == krate =>
                    {
                        found.push((*name, id));
                    }
                    _ => {}
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
