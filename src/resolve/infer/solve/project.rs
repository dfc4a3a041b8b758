//! Associated types: `<T as Trait>::Name` as far as it can be said, by bounds, objects, closures and impls.

use std::sync::Arc;

use super::{DEPTH, Env, Obligation, Outcome, Selection, Solver};
use crate::resolve::sig::Predicate;
use crate::resolve::ty::{Args, TraitRef, Ty, TyKind};
use crate::source::Symbol;

impl Solver<'_> {
    /// `<trait_ref>::name`, if it can be said now.
    pub fn project(&mut self, trait_ref: &TraitRef, name: Symbol) -> Option<Ty> {
        self.steps = 0;
        self.project_at(trait_ref, name, 0)
    }

    pub(super) fn project_at(&mut self, trait_ref: &TraitRef, name: Symbol, depth: u32) -> Option<Ty> {
        if depth > DEPTH {
            return None;
        }
        let this = self.table.shallow(trait_ref.self_ty());
        if this.is_unknown() {
            return Some(Ty::unknown());
        }
        let env = Arc::clone(&self.env);
        if let Some(ty) = self.projection_in(&env, trait_ref, name) {
            return Some(self.normalize_at(&ty, depth + 1));
        }
        let lang = self.db.lang();
        if [lang.fn_once, lang.fn_mut, lang.fn_trait].contains(&Some(trait_ref.id))
            && name == "Output"
            && let Some(sig) = self.callable(&this)
        {
            let params = Ty::tuple(sig.params);
            if let Some(wanted) = trait_ref.args.get(1) {
                self.table.unify(&params, wanted);
            }
            return Some(sig.ret);
        }
        match this.kind() {
            TyKind::Future { output, .. } if lang.future == Some(trait_ref.id) && name == "Output" => return Some(output.clone()),
            TyKind::Dyn(dyn_ty) => {
                if let Some((_, _, ty)) = dyn_ty.bindings.iter().find(|(id, n, _)| *id == trait_ref.id && *n == name) {
                    return Some(ty.clone());
                }
                let mut known = Env::default();
                for (id, args) in &dyn_ty.traits {
                    let full = std::iter::once(this.clone()).chain(args.iter().cloned()).collect();
                    known.assume(self.db, &Predicate::Trait(TraitRef { id: *id, args: full }));
                }
                if let Some(ty) = self.projection_in(&known, trait_ref, name) {
                    return Some(self.normalize_at(&ty, depth + 1));
                }
            }
            TyKind::Opaque(id, index, args) => {
                if let Some(hidden) = self.revealed(*id, *index, args) {
                    let mut args: Vec<Ty> = trait_ref.args.to_vec();
                    args[0] = hidden;
                    return self.project_at(&TraitRef { id: trait_ref.id, args: args.into() }, name, depth + 1);
                }
                let (id, index, args) = (*id, *index, Arc::clone(args));
                let bounds = self.opaque_bounds(id, index, &args);
                if let Some(ty) = self.projection_in(&bounds, trait_ref, name) {
                    return Some(self.normalize_at(&ty, depth + 1));
                }
            }
            TyKind::Alias { trait_ref: of, name: outer } => {
                let (of, outer) = (of.clone(), *outer);
                let bounds = self.alias_bounds(&of, outer);
                if let Some(ty) = self.projection_in(&bounds, trait_ref, name) {
                    return Some(self.normalize_at(&ty, depth + 1));
                }
            }
            _ => {}
        }
        match self.select(trait_ref, depth) {
            Outcome::Yes(Selection::Impl(id, args)) => {
                let data = self.db.impl_data(id);
                if let Some((_, alias)) = data.types.iter().find(|(n, _)| *n == name) {
                    let ty = self.db.alias_type(*alias)?.subst(&args);
                    return Some(self.normalize_at(&ty, depth + 1));
                }
                // The trait's default.
                let alias = self.db.trait_data(trait_ref.id).types.iter().find(|(n, _)| *n == name).map(|(_, id)| *id)?;
                let ty = self.db.alias_type(alias)?.subst(&self.table.resolve_args(&trait_ref.args));
                Some(self.normalize_at(&ty, depth + 1))
            }
            Outcome::Yes(Selection::Bound(bound)) => {
                // The bound says that there is such a type, not which one.
                Some(Ty::new(TyKind::Alias { trait_ref: TraitRef { id: bound.id, args: self.table.resolve_args(&bound.args) }, name }))
            }
            Outcome::Yes(Selection::Builtin | Selection::Object(_)) | Outcome::No => {
                if matches!(this.kind(), TyKind::Param(..) | TyKind::Alias { .. }) {
                    return Some(Ty::new(TyKind::Alias {
                        trait_ref: TraitRef { id: trait_ref.id, args: self.table.resolve_args(&trait_ref.args) },
                        name,
                    }));
                }
                Some(Ty::unknown())
            }
            Outcome::Maybe => None,
        }
    }

    pub(super) fn projection_in(&mut self, env: &Env, trait_ref: &TraitRef, name: Symbol) -> Option<Ty> {
        for (of, n, ty) in &env.projections {
            if *n != name || of.id != trait_ref.id {
                continue;
            }
            if matches!(self.table.shallow(trait_ref.self_ty()).kind(), TyKind::Infer(_)) {
                continue;
            }
            if self.table.unify_traits(of, trait_ref) {
                return Some(ty.clone());
            }
        }
        None
    }

    /// The type with its associated types resolved; what cannot be said yet becomes a variable and is pending.
    pub fn normalize(&mut self, ty: &Ty) -> Ty {
        self.normalize_at(ty, 0)
    }

    pub(super) fn normalize_at(&mut self, ty: &Ty, depth: u32) -> Ty {
        if !ty.has_alias() || depth > DEPTH {
            return ty.clone();
        }
        match ty.kind() {
            TyKind::Alias { trait_ref, name } => {
                let args: Args = trait_ref.args.iter().map(|a| self.normalize_at(a, depth + 1)).collect();
                let trait_ref = TraitRef { id: trait_ref.id, args };
                match self.project_at(&trait_ref, *name, depth) {
                    // An alias that stays itself is as far as it goes.
                    Some(found) if found.has_alias() && found != *ty && depth < DEPTH => match found.kind() {
                        TyKind::Alias { .. } => found,
                        _ => self.normalize_at(&found, depth + 1),
                    },
                    Some(found) => found,
                    None => {
                        let var = self.table.fresh();
                        self.pending.push(Obligation::Projection(trait_ref, *name, var.clone()));
                        var
                    }
                }
            }
            _ => ty.clone().map_parts(&mut |part| self.normalize_at(part, depth)),
        }
    }
}
