//! A dependency's imports, followed when somebody asks for a name.
//!
//! Most of what a dependency imports is never asked for, so nothing is done for it: its names are kept with the paths
//! that they lead to. A path is followed when a name on the way of another is looked up, into another crate (which is
//! then read) or not; a name that needs itself is not there. Knows nothing of how units are collected.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::db::Db;
use super::defs::{Binding, Ns, Vis};
use super::ids::{Def, ModuleId, TraitId};
use super::paths::Names;
use crate::source::Symbol;
use crate::syntax::ast::Path;

/// What a module imports.
#[derive(Clone, Debug, Default)]
pub(super) struct LaterNames {
    /// By the name that it has in the module.
    pub(super) names: FxHashMap<Symbol, Vec<LaterName>>,
    /// `use … as _`
    pub(super) unnamed: Vec<Arc<Later>>,
    /// `use …::*`
    pub(super) globs: Vec<LaterName>,
}

/// An import, as a module has it.
#[derive(Clone, Debug)]
pub(super) struct LaterName {
    pub(super) to: Arc<Later>,
    pub(super) vis: Vis,
    pub(super) rank: Rank,
}

/// Which of several imports of one name is meant: the first that leads anywhere in the namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// Named in the module itself.
    Named,
    /// Through a glob, from a module that names it itself: what that module has from globs is shadowed.
    NamedThere,
    /// Through globs all the way.
    Glob,
}

/// The path of an import.
#[derive(Debug)]
pub(super) struct Later {
    /// Where it is written.
    pub(super) from: ModuleId,
    pub(super) path: Path,
    /// What it means, by namespace.
    found: OnceLock<[Option<Def>; 3]>,
}

/// What is being looked up: the path of an import, or a name in a module.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Question {
    Path(ModuleId, *const Later),
    Name(ModuleId, Ns, Symbol),
}

thread_local! {
    /// What this thread is looking up.
    static ACTIVE: RefCell<Vec<Question>> = const { RefCell::new(Vec::new()) };
    /// The outermost of these that was asked again.
    static AGAIN: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// Answer a question, `None` where it is being answered already. Also says whether the answer holds beyond this
/// question: it does not where it had to do without that of a question around it.
fn answer<T>(question: Question, find: impl FnOnce() -> T) -> Option<(T, bool)> {
    let asked = ACTIVE.with_borrow(|active| active.iter().position(|other| *other == question));
    if let Some(at) = asked {
        AGAIN.set(AGAIN.get().min(at));
        return None;
    }
    let depth = ACTIVE.with_borrow_mut(|active| {
        active.push(question);
        active.len() - 1
    });
    let around = AGAIN.replace(usize::MAX);
    let found = find();
    let again = AGAIN.get();
    let holds = again >= depth;
    AGAIN.set(if holds { around } else { around.min(again) });
    ACTIVE.with_borrow_mut(|active| active.pop());
    Some((found, holds))
}

impl Later {
    pub(super) fn new(from: ModuleId, path: Path) -> Arc<Self> {
        Arc::new(Self { from, path, found: OnceLock::new() })
    }

    /// What it means. Kept, unless the unit that it stands in is still being collected.
    pub(super) fn defs(&self, names: Names<'_>) -> [Option<Def>; 3] {
        if let Some(found) = self.found.get() {
            return *found;
        }
        let question = Question::Path(self.from, std::ptr::from_ref(self));
        let find = || Ns::ALL.map(|ns| names.resolve_import(self.from, &self.path, ns));
        let Some((found, holds)) = answer(question, find) else { return [None; 3] };
        if holds && names.own.is_none_or(|own| own.id != self.from.unit) {
            return *self.found.get_or_init(|| found);
        }
        found
    }
}

impl LaterNames {
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.unnamed.is_empty() && self.globs.is_empty()
    }

    /// What `use` says of a name, in that rank.
    pub(super) fn get(&self, names: Names<'_>, ns: Ns, name: Symbol, rank: Rank) -> Option<Binding> {
        let ways = self.names.get(&name)?.iter().filter(|way| way.rank == rank);
        let from_glob = rank != Rank::Named;
        ways.into_iter().find_map(|way| Some(Binding { def: way.to.defs(names)[ns as usize]?, vis: way.vis, from_glob }))
    }

    /// A name that globs bring into `here`.
    pub(super) fn get_by_glob(&self, names: Names<'_>, here: ModuleId, ns: Ns, name: Symbol) -> Option<Binding> {
        self.globs.iter().find_map(|glob| {
            let (def, vis) = match glob.to.defs(names)[Ns::Types as usize]? {
                Def::Module(module) if module != here => {
                    let found = names.binding(module, ns, name).filter(|found| names.sees(here, found.vis))?;
                    // A narrower name stays narrow.
                    (found.def, if found.vis == Vis::Public { glob.vis } else { names.narrower(glob.vis, found.vis) })
                }
                Def::Adt(adt) if ns != Ns::Macros => (names.variant_named(adt, name)?, glob.vis),
                _ => return None,
            };
            Some(Binding { def, vis, from_glob: true })
        })
    }

    /// Add the import; whether it is new.
    pub(super) fn add(&mut self, name: Symbol, way: LaterName) -> bool {
        push_new(self.names.entry(name).or_default(), way)
    }

    /// Add the glob; whether it is new.
    pub(super) fn add_glob(&mut self, way: LaterName) -> bool {
        push_new(&mut self.globs, way)
    }

    /// Add what may be a trait; whether it is new.
    pub(super) fn add_unnamed(&mut self, to: &Arc<Later>) -> bool {
        let is_new = !self.unnamed.iter().any(|old| Arc::ptr_eq(old, to));
        if is_new {
            self.unnamed.push(Arc::clone(to));
        }
        is_new
    }
}

fn push_new(ways: &mut Vec<LaterName>, way: LaterName) -> bool {
    let is_new = !ways.iter().any(|old| Arc::ptr_eq(&old.to, &way.to) && old.rank == way.rank);
    if is_new {
        ways.push(way);
    }
    is_new
}

impl Db {
    /// What a name means in a module of a finished unit that imports something, as `find` finds it.
    pub(super) fn later_binding(&self, module: ModuleId, ns: Ns, name: Symbol, find: impl FnOnce() -> Option<Binding>) -> Option<Binding> {
        let key = (module, ns, name);
        if let Some(known) = self.later_bindings.read().unwrap_or_else(|e| e.into_inner()).get(&key) {
            return *known;
        }
        let (found, holds) = answer(Question::Name(module, ns, name), find)?;
        if holds {
            self.later_bindings.write().unwrap_or_else(|e| e.into_inner()).insert(key, found);
        }
        found
    }

    /// The traits in a module's scope, in order.
    pub(super) fn module_traits(&self, id: ModuleId) -> Arc<[TraitId]> {
        let data = self.module(id);
        if let Some(all) = data.all_traits.get() {
            return Arc::clone(all);
        }
        let mut traits = data.traits_in_scope.clone();
        let names = Names::of(self);
        // The modules that globs lead to, from one to the next.
        let mut modules = vec![id];
        let mut at = 0;
        while let Some(&module) = modules.get(at) {
            at += 1;
            let data = self.module(module);
            if module != id {
                let visible = |found: &&TraitId| {
                    let name = self.trait_data(**found).name.name;
                    data.scope.get(Ns::Types, name).is_none_or(|b| b.def != Def::Trait(**found) || names.sees(id, b.vis))
                };
                traits.extend(data.traits_in_scope.iter().filter(visible));
            }
            let later = &data.scope.later;
            let named = later.names.values().flatten().filter(|way| module == id || names.sees(id, way.vis)).map(|way| &way.to);
            for way in named.chain(&later.unnamed) {
                if let Some(Def::Trait(found)) = way.defs(names)[Ns::Types as usize] {
                    traits.push(found);
                }
            }
            for glob in later.globs.iter().filter(|glob| module == id || names.sees(id, glob.vis)) {
                match glob.to.defs(names)[Ns::Types as usize] {
                    Some(Def::Module(next)) if !modules.contains(&next) => modules.push(next),
                    _ => {}
                }
            }
        }
        traits.sort_unstable();
        traits.dedup();
        Arc::clone(data.all_traits.get_or_init(|| traits.into()))
    }
}
