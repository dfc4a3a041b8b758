//! What paths name in expressions and patterns, where types decide.

use std::sync::Arc;

use super::solve::Outcome;
use super::{Fresh, Infer, Resolution};
use crate::resolve::defs::{AdtKind, Ns};
use crate::resolve::ids::{AdtId, ConstId, Def, FnId, ModuleId, TraitId, VariantId};
use crate::resolve::lower::Lower;
use crate::resolve::paths::Names;
use crate::resolve::sig::GenericOwner;
use crate::resolve::ty::{Args, TraitRef, Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::ast::{GenericArgs, Path, Segment};

/// A value found behind a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Assoc {
    Fn(FnId),
    Const(ConstId),
}

impl Infer<'_> {
    pub(super) fn names(&self) -> Names<'_> {
        Names::of(self.db)
    }

    fn with_lower<R>(&mut self, module: ModuleId, f: impl FnOnce(&mut Lower<'_>) -> R) -> R {
        let owner = self.generic_owner();
        let mut fresh = Fresh(&mut self.solver.table);
        let mut lower = Lower::in_body(self.db, owner, module, &mut fresh);
        lower.in_expr = true;
        f(&mut lower)
    }

    /// The arguments of `of`: `given`, then those written on a segment, then open ones.
    pub(super) fn args_of(&mut self, of: GenericOwner, written: Option<&GenericArgs>, given: &[Ty], module: ModuleId) -> Args {
        let args = self.with_lower(module, |lower| lower.args_for(of, written, given));
        args.iter().map(|ty| self.solver.normalize(ty)).collect()
    }

    /// What a path names as a value, and its type.
    pub(super) fn value_path(&mut self, path: &Path, module: ModuleId) -> Option<(Resolution, Ty)> {
        if let Some(qself) = &path.qself {
            let (ty, position) = (&qself.0, qself.1);
            let this = self.lower(ty, module);
            if position == 0 {
                return self.assoc_path(this, &path.segments, module);
            }
            let trait_path = Path { qself: None, global: path.global, segments: path.segments[..position].to_vec(), span: path.span };
            let trait_ref = self.with_lower(module, |lower| lower.trait_ref(&this, &trait_path))?;
            let (segment, rest) = path.segments[position..].split_first()?;
            if rest.is_empty() {
                return self.trait_value(&trait_ref, segment, module);
            }
            let ty = Ty::new(TyKind::Alias { trait_ref, name: segment.name.name });
            let ty = self.solver.normalize(&ty);
            return self.assoc_path(ty, rest, module);
        }
        let (first, rest) = path.segments.split_first()?;
        if !path.global {
            if first.name.name == "Self" {
                let this = self.with_lower(module, |lower| lower.self_ty())?;
                if rest.is_empty() {
                    let (adt, args) = this.as_adt().map(|(a, b)| (a, Arc::clone(b)))?;
                    return Some(self.constructor(VariantId { adt, index: 0 }, args));
                }
                return self.assoc_path(this, rest, module);
            }
            let generics = self.db.generics(self.generic_owner());
            if let Some(index) = generics.find(first.name.name) {
                if rest.is_empty() {
                    return self.const_param(index);
                }
                return self.assoc_path(Ty::new(TyKind::Param(index, first.name.name)), rest, module);
            }
        }
        let partial = self.names().resolve_partial(module, path, Ns::Values)?;
        let last = &path.segments[partial.used - 1];
        let rest = &path.segments[partial.used..];
        match partial.def {
            Def::Fn(id) if rest.is_empty() => {
                let args = self.args_of(GenericOwner::Fn(id), last.args.as_ref(), &[], module);
                Some(self.function(id, args))
            }
            Def::Const(id) if rest.is_empty() => Some(self.constant(id, Arc::from([]))),
            Def::Static(id) if rest.is_empty() => Some((Resolution::Static(id), self.db.static_type(id))),
            Def::Variant(id) if rest.is_empty() => {
                let args = self.variant_args(id, &path.segments[..partial.used], module);
                Some(self.constructor(id, args))
            }
            Def::Trait(id) => {
                let (segment, rest) = rest.split_first()?;
                let this = self.fresh();
                let args = self.args_of(GenericOwner::Trait(id), last.args.as_ref(), &[this], module);
                let trait_ref = TraitRef { id, args };
                if rest.is_empty() {
                    return self.trait_value(&trait_ref, segment, module);
                }
                None
            }
            Def::Adt(id) => {
                let args = self.args_of(GenericOwner::Adt(id), last.args.as_ref(), &[], module);
                self.assoc_path(Ty::new(TyKind::Adt(id, args)), rest, module)
            }
            Def::Alias(_) | Def::Prim(_) => {
                let ty_path = Path { segments: path.segments[..partial.used].to_vec(), ..path.clone() };
                let ty = self.with_lower(module, |lower| lower.ty(&crate::syntax::ast::TypeRef::Path(ty_path)));
                let ty = self.solver.normalize(&ty);
                if rest.is_empty() {
                    // A tuple struct through an alias is not a value, but older code has it as a unit struct.
                    let (adt, args) = ty.as_adt().map(|(a, b)| (a, Arc::clone(b)))?;
                    return Some(self.constructor(VariantId { adt, index: 0 }, args));
                }
                self.assoc_path(ty, rest, module)
            }
            _ => None,
        }
    }

    fn const_param(&self, index: u32) -> Option<(Resolution, Ty)> {
        let mut owner = Some(self.generic_owner());
        let name = self.db.generics(self.generic_owner()).params.get(index as usize)?.name;
        while let Some(here) = owner {
            for param in self.db.ast_generics(here).map_or(&[][..], |g| &g.params) {
                if let crate::syntax::ast::GenericParamKind::Const { ty, .. } = &param.kind
                    && param.name.name == name
                {
                    return Some((Resolution::ConstParam(index), Lower::new(self.db, here).ty(ty)));
                }
            }
            owner = self.db.parent_owner(here);
        }
        None
    }

    fn function(&mut self, id: FnId, args: Args) -> (Resolution, Ty) {
        self.solver.require(GenericOwner::Fn(id), &args);
        (Resolution::Fn(id, Arc::clone(&args)), Ty::new(TyKind::FnDef(id, args)))
    }

    fn constant(&mut self, id: ConstId, args: Args) -> (Resolution, Ty) {
        let ty = self.db.const_type(id).subst(&args);
        let ty = self.solver.normalize(&ty);
        (Resolution::Const(id, args), ty)
    }

    /// A variant or struct as a value: its type, or a function that makes it.
    fn constructor(&mut self, id: VariantId, args: Args) -> (Resolution, Ty) {
        let ty = match &self.db.variant(id).fields {
            crate::syntax::ast::Fields::Tuple(_) => Ty::new(TyKind::Ctor(id, Arc::clone(&args))),
            _ => Ty::new(TyKind::Adt(id.adt, Arc::clone(&args))),
        };
        (Resolution::Ctor(id, args), ty)
    }

    /// Arguments of a variant's type: written behind the enum or behind the variant.
    fn variant_args(&mut self, id: VariantId, segments: &[Segment], module: ModuleId) -> Args {
        let written = segments.iter().rev().take(2).find_map(|s| s.args.as_ref());
        self.args_of(GenericOwner::Adt(id.adt), written, &[], module)
    }

    /// The struct or variant that a literal or pattern names, with its type's arguments.
    pub(super) fn variant_path(&mut self, path: &Path, module: ModuleId) -> Option<(VariantId, Args)> {
        let (first, rest) = path.segments.split_first()?;
        let base = if path.qself.is_none() && !path.global && first.name.name == "Self" {
            Some((self.with_lower(module, |lower| lower.self_ty())?, rest))
        } else {
            None
        };
        let (ty, rest) = match base {
            Some(base) => base,
            None if path.qself.is_some() => (self.lower(&crate::syntax::ast::TypeRef::Path(path.clone()), module), &[][..]),
            None => {
                // A generic parameter cannot be made; a name of both kinds is a type here.
                let found = self
                    .names()
                    .resolve_partial(module, path, Ns::Types)
                    .or_else(|| self.names().resolve_partial(module, path, Ns::Values))?;
                match found.def {
                    Def::Variant(id) if found.used == path.segments.len() => {
                        let args = self.variant_args(id, &path.segments, module);
                        return Some((id, args));
                    }
                    Def::Adt(id) => {
                        let args = self.args_of(GenericOwner::Adt(id), path.segments[found.used - 1].args.as_ref(), &[], module);
                        (Ty::new(TyKind::Adt(id, args)), &path.segments[found.used..])
                    }
                    Def::Alias(_) => {
                        let ty_path = Path { segments: path.segments[..found.used].to_vec(), ..path.clone() };
                        let ty = self.with_lower(module, |lower| lower.ty(&crate::syntax::ast::TypeRef::Path(ty_path)));
                        (self.solver.normalize(&ty), &path.segments[found.used..])
                    }
                    _ => return None,
                }
            }
        };
        let mut ty = ty;
        let mut rest = rest;
        while rest.len() > 1 || (rest.len() == 1 && self.variant_named(&ty, rest[0].name.name).is_none()) {
            let name = rest[0].name.name;
            ty = self.with_lower(module, |lower| lower.assoc_type(&ty, name));
            ty = self.solver.normalize(&ty);
            rest = &rest[1..];
        }
        let ty = self.known(&ty);
        let (adt, args) = ty.as_adt().map(|(a, b)| (a, Arc::clone(b)))?;
        match rest {
            [] => Some((VariantId { adt, index: 0 }, args)),
            [segment, ..] => Some((self.variant_named(&ty, segment.name.name)?, args)),
        }
    }

    fn variant_named(&self, ty: &Ty, name: Symbol) -> Option<VariantId> {
        let (adt, _) = ty.as_adt()?;
        self.variant_in(adt, name)
    }

    fn variant_in(&self, adt: AdtId, name: Symbol) -> Option<VariantId> {
        let data = self.db.adt(adt);
        if data.kind != AdtKind::Enum {
            return None;
        }
        let index = data.variants.iter().position(|v| v.name.name == name)?;
        Some(VariantId { adt, index: index as u32 })
    }

    /// `ty::a::b`: all but the last are associated types.
    fn assoc_path(&mut self, mut ty: Ty, rest: &[Segment], module: ModuleId) -> Option<(Resolution, Ty)> {
        let (last, above) = rest.split_last()?;
        for segment in above {
            ty = self.with_lower(module, |lower| lower.assoc_type(&ty, segment.name.name));
            ty = self.solver.normalize(&ty);
        }
        self.assoc_value(&ty, last, module)
    }

    /// `ty::name` as a value.
    fn assoc_value(&mut self, ty: &Ty, segment: &Segment, module: ModuleId) -> Option<(Resolution, Ty)> {
        let name = segment.name.name;
        let ty = self.known(ty);
        if let Some(variant) = self.variant_named(&ty, name) {
            let args = match ty.as_adt() {
                Some((_, args)) => Arc::clone(args),
                None => return None,
            };
            return Some(self.constructor(variant, args));
        }
        for id in self.db.inherent_impls(&ty) {
            let data = self.db.impl_data(id);
            let found = data.fns.iter().find(|(n, _)| *n == name).map(|(_, id)| Assoc::Fn(*id));
            let found = found.or_else(|| data.consts.iter().find(|(n, _)| *n == name).map(|(_, id)| Assoc::Const(*id)));
            let Some(found) = found else { continue };
            let Some(args) = self.match_inherent(id, &ty) else { continue };
            return Some(self.assoc_with(found, segment, &args, module));
        }
        self.assoc_by_traits(&ty, segment, module)
    }

    /// The impl's arguments if it is for `ty` and its conditions may hold.
    pub(super) fn match_inherent(&mut self, id: crate::resolve::ids::ImplId, ty: &Ty) -> Option<Args> {
        let header = self.db.impl_header(id)?;
        let owner = GenericOwner::Impl(id);
        let snapshot = self.solver.table.snapshot();
        let pending = self.solver.pending.len();
        let args = self.solver.fresh_args(owner, &[]);
        let this = header.self_ty.subst(&args);
        let this = self.solver.normalize(&this);
        let mut fits = self.solver.table.unify(&this, ty);
        if fits {
            for predicate in self.db.predicates(owner).iter() {
                if let crate::resolve::sig::Predicate::Trait(needed) = predicate.subst(&args) {
                    let normalized: Args = needed.args.iter().map(|a| self.solver.normalize(a)).collect();
                    if !self.solver.may_hold(&TraitRef { id: needed.id, args: normalized }) {
                        fits = false;
                        break;
                    }
                }
            }
        }
        if !fits {
            self.solver.pending.truncate(pending);
            self.solver.table.rollback(snapshot);
            return None;
        }
        Some(args)
    }

    fn assoc_with(&mut self, found: Assoc, segment: &Segment, parent: &Args, module: ModuleId) -> (Resolution, Ty) {
        match found {
            Assoc::Fn(id) => {
                let args = self.args_of(GenericOwner::Fn(id), segment.args.as_ref(), parent, module);
                self.function(id, args)
            }
            Assoc::Const(id) => self.constant(id, Arc::clone(parent)),
        }
    }

    fn in_trait(&self, id: TraitId, name: Symbol) -> Option<Assoc> {
        let data = self.db.trait_data(id);
        let found = data.fns.iter().find(|(n, _)| *n == name).map(|(_, id)| Assoc::Fn(*id));
        found.or_else(|| data.consts.iter().find(|(n, _)| *n == name).map(|(_, id)| Assoc::Const(*id)))
    }

    /// `<trait_ref>::name` as a value.
    fn trait_value(&mut self, trait_ref: &TraitRef, segment: &Segment, module: ModuleId) -> Option<(Resolution, Ty)> {
        let args: Args = trait_ref.args.iter().map(|a| self.solver.normalize(a)).collect();
        let trait_ref = TraitRef { id: trait_ref.id, args };
        for above in self.db.with_supertraits(&trait_ref) {
            if let Some(found) = self.in_trait(above.id, segment.name.name) {
                return Some(self.trait_assoc(found, &above, segment, module));
            }
        }
        None
    }

    fn trait_assoc(&mut self, found: Assoc, trait_ref: &TraitRef, segment: &Segment, module: ModuleId) -> (Resolution, Ty) {
        if let Assoc::Const(id) = found {
            // What the impl says, where it is known.
            self.solver.pending.push(super::solve::Obligation::Trait(trait_ref.clone()));
            return self.constant(id, Arc::clone(&trait_ref.args));
        }
        self.assoc_with(found, segment, &trait_ref.args, module)
    }

    fn assoc_by_traits(&mut self, ty: &Ty, segment: &Segment, module: ModuleId) -> Option<(Resolution, Ty)> {
        let name = segment.name.name;
        // Bounds of parameters and of associated types come first.
        let env = Arc::clone(&self.solver.env);
        let mut bounds: Vec<TraitRef> = env.traits.iter().filter(|t| t.self_ty() == ty).cloned().collect();
        match ty.kind() {
            TyKind::Alias { trait_ref, name } => {
                let (of, outer) = (trait_ref.clone(), *name);
                bounds.extend(self.solver.alias_bounds(&of, outer).traits);
            }
            TyKind::Opaque(id, index, args) => {
                let (id, index, args) = (*id, *index, Arc::clone(args));
                bounds.extend(self.solver.opaque_bounds(id, index, &args).traits);
            }
            TyKind::Dyn(dyn_ty) => {
                for (id, args) in &dyn_ty.traits {
                    let mut full = vec![ty.clone()];
                    full.extend(args.iter().cloned());
                    bounds.extend(self.db.with_supertraits(&TraitRef { id: *id, args: full.into() }));
                }
            }
            _ => {}
        }
        for bound in bounds {
            if let Some(found) = self.in_trait(bound.id, name) {
                return Some(self.trait_assoc(found, &bound, segment, module));
            }
        }
        let mut candidates = Vec::new();
        for id in self.traits_in_scope(module) {
            let Some(found) = self.in_trait(id, name) else { continue };
            let snapshot = self.solver.table.snapshot();
            let pending = self.solver.pending.len();
            let args = self.solver.fresh_args(GenericOwner::Trait(id), std::slice::from_ref(ty));
            let outcome = self.solver.solve(&TraitRef { id, args });
            self.solver.pending.truncate(pending);
            self.solver.table.rollback(snapshot);
            match outcome {
                Outcome::No => {}
                Outcome::Yes(_) => candidates.insert(0, (id, found, true)),
                Outcome::Maybe => candidates.push((id, found, false)),
            }
        }
        let sure = candidates.iter().filter(|(_, _, sure)| *sure).count();
        if candidates.is_empty() || (sure != 1 && candidates.len() > 1) {
            return None;
        }
        let (id, found, _) = candidates[0];
        let args = self.solver.fresh_args(GenericOwner::Trait(id), std::slice::from_ref(ty));
        Some(self.trait_assoc(found, &TraitRef { id, args }, segment, module))
    }

    /// Traits whose methods code in `module` may call by name.
    pub(super) fn traits_in_scope(&self, module: ModuleId) -> Vec<TraitId> {
        self.db.traits_in_scope(module, self.generic_owner())
    }
}

impl crate::resolve::db::Db {
    /// Traits in scope in a module or block, std's prelude and the trait around `owner` included.
    pub fn traits_in_scope(&self, module: ModuleId, owner: GenericOwner) -> Vec<TraitId> {
        let mut out = Vec::new();
        let mut at = Some(module);
        while let Some(id) = at {
            let data = self.module(id);
            out.extend(self.module_traits(id).iter());
            at = data.parent.filter(|_| data.is_block);
        }
        let krate = self.crate_of(module.unit);
        if let Some(prelude) = self.unit(crate::resolve::ids::UnitId(krate.0)).prelude {
            out.extend(self.module_traits(prelude).iter());
        }
        match self.parent_owner(owner) {
            Some(GenericOwner::Trait(id)) => out.push(id),
            Some(GenericOwner::Impl(id)) => out.extend(self.impl_header(id).and_then(|h| h.trait_ref.as_ref().map(|t| t.id))),
            _ => {}
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// `ty::name` as a type: the one trait in scope that declares it and that the type implements.
    pub(in crate::resolve) fn assoc_by_scope(&self, module: ModuleId, ty: &Ty, name: Symbol) -> Option<Ty> {
        // Inherent associated types are not stable; only traits are asked.
        let mut found = None;
        for id in self.traits_in_scope(module, GenericOwner::Static(crate::resolve::ids::StaticId { unit: module.unit, index: 0 })) {
            if !self.trait_data(id).types.iter().any(|(n, _)| *n == name) {
                continue;
            }
            let mut solver = super::solve::Solver::new(self, Arc::default());
            let args = solver.fresh_args(GenericOwner::Trait(id), std::slice::from_ref(ty));
            let trait_ref = TraitRef { id, args };
            if let Outcome::Yes(_) = solver.solve(&trait_ref) {
                if found.is_some() {
                    return None;
                }
                let args = trait_ref.args.iter().map(|a| solver.table.finish(a)).collect();
                found = Some(Ty::new(TyKind::Alias { trait_ref: TraitRef { id, args }, name }));
            }
        }
        found
    }
}
