//! Which impls there are, found by trait or by type.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::bodies::BodyOwner;
use super::db::Db;
use super::defs::{ImplData, Ns, Unit};
use super::ids::{AdtId, ConstId, CrateId, Def, ImplId, ModuleId, Prim, TraitId, UnitId};
use super::paths::Names;
use super::ty::{Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::ast::{self, TypeRef};
use crate::syntax::{ImplKey, SelfName};

/// The outermost part of a type: what an impl can be found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "plain")]
pub enum Head {
    Adt(AdtId),
    Prim(Prim),
    Never,
    Ref,
    Ptr,
    Slice,
    Array,
    Tuple(usize),
    FnPtr,
    Dyn(TraitId),
    /// A parameter, closure, function item, opaque type: only impls for any type can be for it.
    Other,
}

/// The head of a type; `None` where it is not known or an impl for anything may match.
pub fn head_of(ty: &Ty) -> Option<Head> {
    Some(match ty.kind() {
        TyKind::Adt(id, _) => Head::Adt(*id),
        TyKind::Prim(prim) => Head::Prim(*prim),
        TyKind::Never => Head::Never,
        TyKind::Ref { .. } => Head::Ref,
        TyKind::Ptr { .. } => Head::Ptr,
        TyKind::Slice(_) => Head::Slice,
        TyKind::Array(..) => Head::Array,
        TyKind::Tuple(parts) => Head::Tuple(parts.len()),
        TyKind::FnPtr { .. } => Head::FnPtr,
        TyKind::Dyn(dyn_ty) => Head::Dyn(dyn_ty.traits.first()?.0),
        TyKind::Param(..)
        | TyKind::Alias { .. }
        | TyKind::Opaque(..)
        | TyKind::Closure(..)
        | TyKind::FnDef(..)
        | TyKind::Ctor(..)
        | TyKind::Future { .. } => Head::Other,
        TyKind::Infer(_) | TyKind::Unknown | TyKind::ConstInt(_) | TyKind::ConstUnknown => return None,
    })
}

/// The impls of one unit.
#[derive(Debug, Default)]
pub struct ImplIndex {
    /// Impls of each trait, with the head of their type; `None` for blanket impls and what is not known.
    pub by_trait: FxHashMap<TraitId, Vec<(Option<Head>, ImplId)>>,
    /// Inherent impls by the head of their type.
    pub inherent: FxHashMap<Head, Vec<ImplId>>,
}

/// The impls of a dependency, by the names in their headers: what these mean is asked of few.
#[derive(Debug, Default)]
pub(super) struct LateImpls {
    by_trait: FxHashMap<Symbol, Vec<ImplId>>,
    inherent: FxHashMap<Symbol, Vec<ImplId>>,
    /// Those without a name to be found by.
    nameless: Vec<ImplId>,
}

impl LateImpls {
    pub(super) fn new(id: UnitId, impls: &[ImplData]) -> Self {
        let mut out = Self::default();
        for (index, data) in impls.iter().enumerate() {
            let id = ImplId { unit: id, index: index as u32 };
            match data.key {
                Some(ImplKey { of_trait: Some(name), .. }) => out.by_trait.entry(name).or_default().push(id),
                Some(ImplKey { of_trait: None, this: SelfName::Named(name) }) => out.inherent.entry(name).or_default().push(id),
                _ => out.nameless.push(id),
            }
        }
        out
    }

    /// Those found by one of `names`, and those that have none, in order.
    fn find(&self, by: &FxHashMap<Symbol, Vec<ImplId>>, names: &[Symbol]) -> Vec<ImplId> {
        let mut out = self.nameless.clone();
        out.extend(names.iter().filter_map(|name| by.get(name)).flatten());
        out.sort_unstable();
        out
    }
}

/// Names by which things are called besides their own, by those: of `use … as` and `type … =` in dependencies.
#[derive(Debug, Default)]
pub(super) struct Renames {
    others: FxHashMap<Symbol, Vec<Symbol>>,
}

impl Renames {
    pub(super) fn add(&mut self, name: Symbol, other: Symbol) {
        let others = self.others.entry(name).or_default();
        if name != other && !others.contains(&other) {
            others.push(other);
        }
    }

    /// Every name that what is called `name` may have.
    fn names_of(&self, name: Symbol) -> Vec<Symbol> {
        let mut all = vec![name];
        if !self.others.contains_key(&name) {
            return all;
        }
        // What is called `Error` may be called by hundreds of names.
        let mut seen: FxHashSet<Symbol> = all.iter().copied().collect();
        let mut at = 0;
        while let Some(name) = all.get(at) {
            let others = self.others.get(name).into_iter().flatten().filter(|other| seen.insert(**other));
            let fresh: Vec<Symbol> = others.copied().collect();
            all.extend(fresh);
            at += 1;
        }
        all
    }
}

impl Db {
    /// The impls of a unit.
    pub fn impl_index(&self, unit: &Unit) -> Arc<ImplIndex> {
        if let Some(index) = unit.impl_index.get() {
            return Arc::clone(index);
        }
        let mut index = ImplIndex::default();
        for i in 0..unit.impls.len() {
            let id = ImplId { unit: unit.id, index: i as u32 };
            match self.impl_names(unit, id) {
                (Some(of), head) => index.by_trait.entry(of).or_default().push((head, id)),
                (None, Some(head)) => index.inherent.entry(head).or_default().push(id),
                (None, None) => {}
            }
        }
        let index = Arc::new(index);
        Arc::clone(unit.impl_index.get_or_init(|| index))
    }

    /// The trait that an impl is of, and the head of its type; neither where its trait is not found.
    fn impl_names(&self, unit: &Unit, id: ImplId) -> (Option<TraitId>, Option<Head>) {
        let data = &unit.impls[id.index as usize];
        let find = || {
            let of = match &*data.of_trait {
                Some(path) => match Names::of(self).resolve_in(data.module, path, Ns::Types) {
                    Some(Def::Trait(of)) => Some(of),
                    _ => return (None, None),
                },
                None => None,
            };
            (of, self.written_head(data.module, &data.ast_generics, &data.self_ty, 0))
        };
        if let Some(found) = data.found.get() {
            return *found;
        }
        let found = find();
        *data.found.get_or_init(|| found)
    }

    /// The impls of a trait in a unit that may be for a type with that head (all of them for `None`), in order.
    fn impls_in(&self, unit: &Unit, of: TraitId, head: Option<Head>, out: &mut Vec<ImplId>) {
        let fits = |h: Option<Head>| head.is_none() || h.is_none() || h == head;
        let Some(late) = &unit.late else {
            if let Some(found) = self.impl_index(unit).by_trait.get(&of) {
                out.extend(found.iter().filter(|(h, _)| fits(*h)).map(|(_, id)| *id));
            }
            return;
        };
        if late.by_trait.is_empty() && late.nameless.is_empty() {
            return;
        }
        let candidates = late.find(&late.by_trait, &self.names_of(self.trait_data(of).name.name));
        if candidates.is_empty() {
            return;
        }
        let types = match head {
            Some(Head::Adt(id)) => Some(self.names_of(self.adt(id).name.name)),
            _ => None,
        };
        for id in candidates {
            // The names rule most out before any is looked up.
            if let (Some(types), Some(ImplKey { this: SelfName::Named(name), .. })) = (&types, unit.impls[id.index as usize].key)
                && !types.contains(&name)
            {
                continue;
            }
            let (found, h) = self.impl_names(unit, id);
            if found == Some(of) && fits(h) {
                out.push(id);
            }
        }
    }

    /// The inherent impls in a unit for types with that head, in order.
    fn inherent_in(&self, unit: &Unit, head: Head, out: &mut Vec<ImplId>) {
        let Some(late) = &unit.late else {
            if let Some(found) = self.impl_index(unit).inherent.get(&head) {
                out.extend(found);
            }
            return;
        };
        let name = match head {
            Head::Adt(id) => self.adt(id).name.name,
            Head::Dyn(id) => self.trait_data(id).name.name,
            _ => return,
        };
        let candidates = late.find(&late.inherent, &self.names_of(name));
        out.extend(candidates.into_iter().filter(|id| self.impl_names(unit, *id) == (None, Some(head))));
    }

    pub(super) fn names_of(&self, name: Symbol) -> Vec<Symbol> {
        self.renames.read().unwrap_or_else(|e| e.into_inner()).names_of(name)
    }

    /// The head of a type as written, from names alone.
    fn written_head(&self, module: ModuleId, generics: &ast::Generics, ty: &TypeRef, depth: u32) -> Option<Head> {
        Some(match ty {
            TypeRef::Path(path) => {
                if path.qself.is_some() || depth > 16 {
                    return None;
                }
                if let [segment] = path.segments.as_slice()
                    && generics.params.iter().any(|p| p.name.name == segment.name.name)
                {
                    return None;
                }
                match Names::of(self).resolve_in(module, path, Ns::Types)? {
                    Def::Adt(id) => Head::Adt(id),
                    Def::Prim(prim) => Head::Prim(prim),
                    Def::Trait(id) => Head::Dyn(id),
                    Def::Alias(id) => {
                        let alias = self.alias(id);
                        return self.written_head(alias.module, &alias.ast_generics, alias.ty.as_ref()?, depth + 1);
                    }
                    _ => return None,
                }
            }
            TypeRef::Ref { .. } => Head::Ref,
            TypeRef::Ptr { .. } => Head::Ptr,
            TypeRef::Slice(_) => Head::Slice,
            TypeRef::Array(..) => Head::Array,
            TypeRef::Tuple(parts) => Head::Tuple(parts.len()),
            TypeRef::Fn { .. } => Head::FnPtr,
            TypeRef::Never => Head::Never,
            TypeRef::DynTrait(bounds) => {
                let traits = bounds.iter().filter_map(|b| match Names::of(self).resolve_in(module, &b.path, Ns::Types)? {
                    Def::Trait(id) => Some(id),
                    _ => None,
                });
                Head::Dyn(traits.min_by_key(|id| (self.trait_data(*id).is_auto, *id))?)
            }
            TypeRef::Macro(call) if depth < 16 => return self.written_head(module, generics, &self.expand_type(module, call)?, depth + 1),
            TypeRef::ImplTrait(_) | TypeRef::Infer | TypeRef::Macro(_) | TypeRef::Error => return None,
        })
    }

    /// The inherent impls that may be for `ty`, in order.
    pub fn inherent_impls(&self, ty: &Ty) -> Vec<ImplId> {
        let Some(head) = head_of(ty).filter(|head| *head != Head::Other) else { return Vec::new() };
        let krates: Vec<CrateId> = match head {
            // std's crates add methods to each other's types.
            Head::Adt(AdtId { unit, .. }) | Head::Dyn(TraitId { unit, .. }) if !self.is_std(self.crate_of(unit)) => {
                vec![self.crate_of(unit)]
            }
            // Methods of primitives are std's.
            _ => self.std_crates().map_or(Vec::new(), |std| vec![std.core, std.alloc, std.std]),
        };
        let mut out = Vec::new();
        for krate in krates {
            if let Head::Adt(id) = head {
                self.unit(UnitId(krate.0));
                self.open_impls(krate, &[], &self.names_of(self.adt(id).name.name));
            }
            self.each_unit_of(krate, |unit| {
                self.inherent_in(unit, head, &mut out);
            });
        }
        out
    }

    /// The impls of `of` that may be for a type with that head (all of them for `None`), in order: those of the
    /// trait's crate and of the crates of `types`, where the orphan rule lets them stand.
    pub fn trait_impls(&self, of: TraitId, head: Option<Head>, types: &[Ty]) -> Vec<ImplId> {
        let mut krates = vec![self.crate_of(of.unit)];
        for ty in types {
            ty.walk(&mut |part| {
                let unit = match part.kind() {
                    TyKind::Adt(id, _) => id.unit,
                    TyKind::Dyn(dyn_ty) => match dyn_ty.traits.first() {
                        Some((id, _)) => id.unit,
                        None => return,
                    },
                    _ => return,
                };
                krates.push(self.crate_of(unit));
            });
        }
        // Impls of core's traits for core's types may stand in alloc and std.
        if let Some(std) = self.std_crates()
            && krates.iter().all(|k| self.is_std(*k))
        {
            krates.extend([std.core, std.alloc, std.std]);
        }
        krates.sort_unstable();
        krates.dedup();
        let mut out = Vec::new();
        for krate in krates {
            self.open_trait_impls(krate, of, head);
            self.each_unit_of(krate, |unit| {
                self.impls_in(unit, of, head, &mut out);
            });
        }
        out
    }

    /// Every impl of the trait in the crates that were read, and in those that they name.
    pub fn all_impls(&self, of: TraitId) -> Vec<ImplId> {
        let home = self.crate_of(of.unit);
        // What is read may name others, which have larger and smaller numbers.
        let unread = |id: &CrateId| self.is_named(*id) && !self.is_loaded(*id) && self.sees_crate(*id, home);
        while let Some(krate) = self.crates().map(|(id, _)| id).find(unread) {
            self.unit(UnitId(krate.0));
        }
        for (krate, _) in self.crates().filter(|(krate, _)| self.is_loaded(*krate)) {
            self.open_trait_impls(krate, of, None);
        }
        let mut out = Vec::new();
        for unit in self.loaded_units() {
            self.impls_in(unit, of, None, &mut out);
        }
        out
    }

    /// Expand the macro calls of a crate that may write an impl of the trait for a type with that head.
    fn open_trait_impls(&self, krate: CrateId, of: TraitId, head: Option<Head>) {
        // A crate that was not read has no calls yet.
        self.unit(UnitId(krate.0));
        let has_parts = self.parts_of.read().unwrap_or_else(|e| e.into_inner()).contains_key(&krate);
        if !has_parts {
            return;
        }
        let types = match head {
            Some(Head::Adt(id)) => self.names_of(self.adt(id).name.name),
            _ => Vec::new(),
        };
        self.open_impls(krate, &self.names_of(self.trait_data(of).name.name), &types);
    }

    /// Whether `krate` can name what is in `home`.
    fn sees_crate(&self, krate: CrateId, home: CrateId) -> bool {
        if krate == home || self.is_std(home) {
            return true;
        }
        let mut seen = vec![krate];
        let mut at = 0;
        while let Some(here) = seen.get(at) {
            for (_, dep) in &self.krate(*here).deps {
                if *dep == home {
                    return true;
                }
                if !seen.contains(dep) {
                    seen.push(*dep);
                }
            }
            at += 1;
        }
        false
    }

    fn each_unit_of(&self, krate: CrateId, mut f: impl FnMut(&Unit)) {
        let root = self.unit(UnitId(krate.0));
        self.read_anonymous(root);
        f(root);
        for unit in self.units_in(krate) {
            let unit = self.unit(unit);
            self.read_anonymous(unit);
            if !unit.impls.is_empty() {
                f(unit);
            }
        }
    }

    /// Read the bodies of a unit's `const _`.
    fn read_anonymous(&self, unit: &Unit) {
        unit.anonymous_read.get_or_init(|| {
            for (index, data) in unit.consts.iter().enumerate() {
                if data.name.name == "_" {
                    self.body(BodyOwner::Const(ConstId { unit: unit.id, index: index as u32 }));
                }
            }
        });
    }
}
