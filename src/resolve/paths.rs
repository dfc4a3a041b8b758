//! What a path means, as far as modules go.
//!
//! A path leads through modules and enums; where it comes to a type, a trait or a value with segments left, the
//! rest depends on types and is for `infer`. Works on finished units and on the one that is being collected.

use std::borrow::Cow;

use super::db::Db;
use super::defs::{AdtData, AdtKind, Binding, Ns, Unit, Vis};
use super::ids::{AdtId, CrateId, Def, ModuleId, Prim, UnitId, VariantId};
use super::later::Rank;
use crate::source::Symbol;
use crate::syntax::as_dollar_crate;
use crate::syntax::ast::Path;

/// The names of all units; `own` is one that is not finished.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    pub(super) db: &'a Db,
    pub(super) own: Option<&'a Unit>,
}

/// How far a path led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partial {
    /// What was reached.
    pub def: Def,
    /// How many segments it took.
    pub used: usize,
}

impl<'a> Names<'a> {
    /// Names of finished units.
    pub fn of(db: &'a Db) -> Self {
        Self { db, own: None }
    }

    pub(super) fn unit(self, id: UnitId) -> &'a Unit {
        match self.own {
            Some(own) if own.id == id => own,
            _ => self.db.unit(id),
        }
    }

    pub(super) fn module(self, id: ModuleId) -> &'a super::defs::ModuleData {
        &self.unit(id.unit).modules[id.index as usize]
    }

    pub(super) fn adt(self, id: AdtId) -> &'a AdtData {
        &self.unit(id.unit).adts[id.index as usize]
    }

    /// The module itself, or the one around a block.
    pub fn nearest_real_module(self, mut id: ModuleId) -> ModuleId {
        loop {
            let data = self.module(id);
            match data.parent {
                Some(parent) if data.is_block => id = parent,
                _ => return id,
            }
        }
    }

    /// `super`
    pub fn parent_module(self, id: ModuleId) -> Option<ModuleId> {
        let real = self.nearest_real_module(id);
        self.module(real).parent.map(|p| self.nearest_real_module(p))
    }

    /// Whether `inner` is `outer` or below it.
    pub fn is_within(self, inner: ModuleId, outer: ModuleId) -> bool {
        let mut at = Some(inner);
        while let Some(id) = at {
            if id == outer {
                return true;
            }
            at = self.module(id).parent;
        }
        false
    }

    /// Whether code in `from` may name what is `vis`.
    pub fn sees(self, from: ModuleId, vis: Vis) -> bool {
        match vis {
            Vis::Public => true,
            Vis::Within(module) => self.is_within(from, module),
        }
    }

    /// The narrower of two.
    pub(super) fn narrower(self, a: Vis, b: Vis) -> Vis {
        match (a, b) {
            (Vis::Public, other) | (other, Vis::Public) => other,
            (Vis::Within(x), Vis::Within(y)) => {
                if self.is_within(x, y) {
                    Vis::Within(x)
                } else {
                    Vis::Within(y)
                }
            }
        }
    }

    fn crate_root(self, module: ModuleId) -> ModuleId {
        ModuleId { unit: UnitId(self.unit(module.unit).krate.0), index: 0 }
    }

    /// The module at `path` below `root`.
    pub(super) fn module_below(self, root: ModuleId, path: &[Symbol]) -> Option<ModuleId> {
        path.iter().try_fold(root, |at, name| match self.binding(at, Ns::Types, *name)?.def {
            Def::Module(id) => Some(id),
            _ => None,
        })
    }

    /// The whole path in `ns`; `None` where it leads nowhere or beyond modules.
    pub fn resolve_in(self, from: ModuleId, path: &Path, ns: Ns) -> Option<Def> {
        let partial = self.resolve_partial(from, path, ns)?;
        (partial.used == path.segments.len()).then_some(partial.def)
    }

    /// The whole path of a `use` in `ns`.
    pub(super) fn resolve_import(self, from: ModuleId, path: &Path, ns: Ns) -> Option<Def> {
        let partial = self.walk(from, path, ns, true)?;
        (partial.used == path.segments.len()).then_some(partial.def)
    }

    /// What `name` means in a module: what is declared or imported there by name, then what globs bring.
    pub fn binding(self, module: ModuleId, ns: Ns, name: Symbol) -> Option<Binding> {
        let scope = &self.module(module).scope;
        let found = scope.get(ns, name);
        if scope.later.is_empty() || found.is_some_and(|b| !b.from_glob) {
            return found;
        }
        let later = || {
            scope
                .later
                .get(self, ns, name, Rank::Named)
                .or_else(|| scope.later.get(self, ns, name, Rank::NamedThere))
                .or(found)
                .or_else(|| scope.later.get(self, ns, name, Rank::Glob))
                .or_else(|| scope.later.get_by_glob(self, module, ns, name))
        };
        if self.own.is_some_and(|own| own.id == module.unit) { later() } else { self.db.later_binding(module, ns, name, later) }
    }

    /// The variant of that name.
    pub(super) fn variant_named(self, adt: AdtId, name: Symbol) -> Option<Def> {
        let data = self.adt(adt);
        let index = (data.kind == AdtKind::Enum).then(|| data.variants.iter().position(|v| v.name.name == name))??;
        Some(Def::Variant(VariantId { adt, index: index as u32 }))
    }

    /// As far as modules and enums lead. The last segment is looked up in `ns`, those before among types.
    pub fn resolve_partial(self, from: ModuleId, path: &Path, ns: Ns) -> Option<Partial> {
        if path.qself.is_some() {
            return None;
        }
        self.walk(from, path, ns, false)
    }

    /// A primitive's name may also be a module's (`use std::str;`): alone it is the type, and before `::` it is the
    /// type where the module does not hold what follows.
    fn walk(self, from: ModuleId, path: &Path, ns: Ns, is_import: bool) -> Option<Partial> {
        let found = self.walk_modules(from, path, ns, is_import);
        if is_import || path.global {
            return found;
        }
        match (found, path.segments.as_slice()) {
            (Some(Partial { def: Def::Module(_), .. }), [only]) if ns == Ns::Types => {
                Prim::from_name(only.name.name.as_str()).map(|prim| Partial { def: Def::Prim(prim), used: 1 }).or(found)
            }
            (None, [first, _, ..]) => Prim::from_name(first.name.name.as_str()).map(|prim| Partial { def: Def::Prim(prim), used: 1 }),
            _ => found,
        }
    }

    fn walk_modules(self, from: ModuleId, path: &Path, ns: Ns, is_import: bool) -> Option<Partial> {
        let segments = &path.segments;
        let edition_2015 = self.db.krate(self.unit(from.unit).krate).edition < 2018;
        let first = segments.first()?.name.name;
        let ns_at = |i: usize| if i + 1 == segments.len() { ns } else { Ns::Types };
        let start = if path.global {
            match self.extern_crate(from, first) {
                Some(root) => Some(Def::Module(root)),
                None if edition_2015 => self.binding(self.crate_root(from), ns_at(0), first).map(|b| b.def),
                None => None,
            }
        } else if let Some(krate) = as_dollar_crate(first.as_str()) {
            Some(Def::Module(ModuleId { unit: UnitId(krate), index: 0 }))
        } else {
            match first.as_str() {
                "crate" => Some(Def::Module(self.crate_root(from))),
                "self" => Some(Def::Module(self.nearest_real_module(from))),
                "super" => self.parent_module(from).map(Def::Module),
                "Self" => None,
                _ if is_import && edition_2015 => {
                    // Paths of `use` start at the root; other crates are seen there through `extern crate`.
                    let found = self.binding(self.crate_root(from), ns_at(0), first).map(|b| b.def);
                    found.or_else(|| (segments.len() > 1).then(|| self.extern_crate(from, first).map(Def::Module))?)
                }
                _ => self.first(from, first, ns_at(0), is_import && segments.len() == 1),
            }
        };
        let (mut def, mut used) = (start?, 1);
        while used < segments.len() {
            let name = segments[used].name.name;
            match def {
                Def::Module(module) => {
                    if name == "super" {
                        def = Def::Module(self.parent_module(module)?);
                    } else if name == "self" && used + 1 == segments.len() {
                        // `use a::b::{self}`
                    } else {
                        match self.binding(module, ns_at(used), name) {
                            // `use memchr::memchr` is the function, not the private module of that name.
                            Some(binding) if !is_import || self.sees(from, binding.vis) => def = binding.def,
                            _ => return None,
                        }
                    }
                    used += 1;
                }
                Def::Adt(adt) => {
                    let Some(found) = self.variant_named(adt, name) else { break };
                    def = found;
                    used += 1;
                }
                _ => break,
            }
        }
        Some(Partial { def, used })
    }

    /// A name without a path: the block's items, those of the blocks around, the module's, then the preludes.
    fn first(self, from: ModuleId, name: Symbol, ns: Ns, skip_extern: bool) -> Option<Def> {
        let mut at = from;
        loop {
            let data = self.module(at);
            if let Some(binding) = self.binding(at, ns, name) {
                return Some(binding.def);
            }
            if ns == Ns::Macros
                && let Some(id) = data.legacy_macros.get(&name)
            {
                return Some(Def::Macro(*id));
            }
            match data.parent {
                Some(parent) if data.is_block => at = parent,
                _ => break,
            }
        }
        self.prelude_name(from, name, ns, skip_extern)
    }

    /// What a name means that no module around says.
    fn prelude_name(self, from: ModuleId, name: Symbol, ns: Ns, skip_extern: bool) -> Option<Def> {
        let root = self.crate_root(from);
        let unit = self.unit(root.unit);
        match ns {
            Ns::Types => {
                if (!skip_extern || unit.extern_prelude.contains_key(&name))
                    && let Some(root) = unit.extern_prelude.get(&name)
                {
                    return Some(Def::Module(*root));
                }
            }
            Ns::Macros => {
                if let Some(id) = unit.macro_prelude.get(&name) {
                    return Some(Def::Macro(*id));
                }
            }
            Ns::Values => {}
        }
        if let Some(prelude) = unit.prelude
            && let Some(binding) = self.binding(prelude, ns, name)
        {
            return Some(binding.def);
        }
        match ns {
            Ns::Types => Prim::from_name(name.as_str()).map(Def::Prim),
            // std's macros are seen everywhere.
            Ns::Macros => {
                let std = self.db.std_crates()?;
                [std.std, std.alloc, std.core].into_iter().find_map(|krate| {
                    let root = ModuleId { unit: UnitId(krate.0), index: 0 };
                    // While `core` is collected, `std` is not there to be asked.
                    if self.own.is_some_and(|own| self.db.is_std(own.krate) && own.krate.0 < krate.0) {
                        return None;
                    }
                    self.module(root).scope.get(Ns::Macros, name).map(|b| b.def)
                })
            }
            Ns::Values => None,
        }
    }

    /// The crate that a path's first name is, where a crate has that name.
    pub(super) fn crate_of_import(self, from: ModuleId, path: &Path) -> Option<CrateId> {
        let root = self.extern_crate(from, path.segments.first()?.name.name)?;
        Some(self.db.crate_of(root.unit))
    }

    fn extern_crate(self, from: ModuleId, name: Symbol) -> Option<ModuleId> {
        let unit = self.unit(self.crate_root(from).unit);
        unit.extern_prelude.get(&name).copied()
    }
}

impl Db {
    /// The whole path of a name that leads into a crate that is not there, as its imports spell it: `WaitForSingleObject`
    /// under `use windows_sys::Win32::System::Threading::*`. `None` where the name cannot be from elsewhere.
    pub fn external_path(&self, from: ModuleId, path: &Path) -> Option<Vec<Symbol>> {
        let first = path.segments.first()?.name.name;
        if path.qself.is_some()
            || matches!(first.as_str(), "crate" | "self" | "super" | "Self")
            || as_dollar_crate(first.as_str()).is_some()
        {
            return None;
        }
        let rest = || path.segments.iter().skip(1).map(|s| s.name.name);
        let mut at = Some(from);
        let mut globs: Vec<Cow<'_, Vec<Symbol>>> = Vec::new();
        while let Some(id) = at {
            let unit = self.unit(id.unit);
            if let Some(full) = unit.open_imports.get(&(id.index, first)) {
                // The import may itself start with the name of another one.
                return Some(full.iter().copied().chain(rest()).collect());
            }
            globs.extend(unit.open_globs.iter().filter(|(module, _)| *module == id.index).map(|(_, path)| Cow::Borrowed(path)));
            let data = self.module(id);
            let later = &data.scope.later;
            let is_open = |to: &super::later::Later| to.defs(Names::of(self)).iter().all(Option::is_none);
            let full = |to: &super::later::Later| to.path.segments.iter().map(|s| s.name.name).collect::<Vec<_>>();
            if let Some(way) = later.names.get(&first).and_then(|ways| ways.iter().find(|way| is_open(&way.to))) {
                return Some(full(&way.to).into_iter().chain(rest()).collect());
            }
            globs.extend(later.globs.iter().filter(|way| is_open(&way.to)).map(|way| Cow::Owned(full(&way.to))));
            at = data.parent.filter(|_| data.is_block);
        }
        if path.segments.len() > 1 && Names::of(self).resolve_partial(from, path, Ns::Types).is_none() {
            return Some(path.segments.iter().map(|s| s.name.name).collect());
        }
        match globs.as_slice() {
            [only] if path.segments.len() == 1 => Some(only.iter().copied().chain(std::iter::once(first)).collect()),
            // Several globs: only the name is sure, and bindings are matched by that.
            [one, ..] if path.segments.len() == 1 => Some(vec![one[0], first]),
            _ => None,
        }
    }

    /// The item at a full public path: `std::io::Read`.
    pub fn find_path(&self, path: &str) -> Option<Def> {
        let mut parts = path.split("::").map(Symbol::intern);
        let first = parts.next()?;
        let krate = match (self.std_crates(), first.as_str()) {
            (Some(std), "core") => std.core,
            (Some(std), "alloc") => std.alloc,
            (Some(std), "std") => std.std,
            _ => self.crates().find(|(_, c)| c.name == first.as_str())?.0,
        };
        let parts: Vec<Symbol> = parts.collect();
        let (last, above) = parts.split_last()?;
        let module = Names::of(self).module_below(ModuleId { unit: UnitId(krate.0), index: 0 }, above)?;
        Ns::ALL.into_iter().find_map(|ns| Names::of(self).binding(module, ns, *last)).map(|b| b.def)
    }
}
