//! What must hold and could not be decided yet: kept, asked again when more is known.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::super::table::VarKind;
use super::{Obligation, Outcome, Solver, Stalled, has_closure};
use crate::resolve::ids::TraitId;
use crate::resolve::sig::{GenericOwner, Predicate};
use crate::resolve::ty::{Args, TraitRef, Ty, TyKind, subst_args};
use crate::source::Symbol;

impl Solver<'_> {
    /// Demand what `owner` demands of its parameters.
    pub fn require(&mut self, owner: GenericOwner, args: &Args) {
        for predicate in self.db.predicates(owner).iter() {
            match predicate.subst(args) {
                Predicate::Trait(trait_ref) => {
                    let args: Args = trait_ref.args.iter().map(|ty| self.normalize(ty)).collect();
                    self.pending.push(Obligation::Trait(TraitRef { id: trait_ref.id, args }));
                }
                Predicate::Projection { trait_ref, name, ty } => {
                    let args: Args = trait_ref.args.iter().map(|ty| self.normalize(ty)).collect();
                    let ty = self.normalize(&ty);
                    self.pending.push(Obligation::Projection(TraitRef { id: trait_ref.id, args }, name, ty));
                }
            }
        }
    }

    /// Whether deciding could bring anything new.
    pub fn has_open(&self) -> bool {
        !self.pending.is_empty() || (!self.stalled.is_empty() && self.settled != self.table.version())
    }

    /// Decide what can be decided, until nothing more can.
    pub fn settle(&mut self) {
        for _ in 0..32 {
            if !self.has_open() {
                break;
            }
            self.settled = self.table.version();
            let work: Vec<Stalled> = std::mem::take(&mut self.stalled);
            let new = std::mem::take(&mut self.pending).into_iter().map(|obligation| Stalled { obligation, asked: None });
            let mut seen: FxHashMap<(TraitRef, Option<Symbol>), Option<Ty>> = FxHashMap::default();
            for Stalled { obligation, asked } in work.into_iter().chain(new) {
                let of = match &obligation {
                    Obligation::Trait(of) | Obligation::Projection(of, ..) => of,
                };
                let now = TraitRef { id: of.id, args: self.table.resolve_args(&of.args) };
                // The same question twice has one answer.
                let (name, wanted) = match &obligation {
                    Obligation::Trait(_) => (None, None),
                    Obligation::Projection(_, name, ty) => (Some(*name), Some(ty.clone())),
                };
                match seen.entry((now.clone(), name)) {
                    Entry::Occupied(first) => {
                        if let (Some(first), Some(wanted)) = (first.get().clone(), wanted)
                            && !self.table.unify(&first, &wanted)
                        {
                            self.stalled.push(Stalled { obligation, asked: Some(now) });
                        }
                        continue;
                    }
                    Entry::Vacant(entry) => {
                        entry.insert(wanted);
                    }
                }
                // Nothing has been learned of it since it was asked; what a closure does is learned elsewhere.
                let open_self = match now.self_ty().kind() {
                    TyKind::Infer(var) => self.table.kind_of(*var) == VarKind::General,
                    _ => false,
                };
                if open_self || (asked.as_ref() == Some(&now) && !has_closure(&now)) {
                    self.stalled.push(Stalled { obligation, asked: Some(now) });
                    continue;
                }
                let before = self.pending.len();
                let decided = match &obligation {
                    Obligation::Trait(trait_ref) => self.solve(trait_ref) != Outcome::Maybe,
                    Obligation::Projection(trait_ref, name, ty) => match self.project(trait_ref, *name) {
                        Some(found) => {
                            let found = self.normalize(&found);
                            self.table.unify(&found, ty);
                            true
                        }
                        None => false,
                    },
                };
                if !decided {
                    self.pending.truncate(before);
                    self.stalled.push(Stalled { obligation, asked: Some(now) });
                }
            }
        }
    }

    /// What is demanded of a type that is still open: its callable signature, if a closure is wanted.
    pub fn wanted_signature(&mut self, ty: &Ty) -> Option<(Vec<Ty>, Option<Ty>)> {
        let ty = self.table.shallow(ty);
        let lang = *self.db.lang();
        let is_fn = |id: TraitId| {
            [lang.fn_once, lang.fn_mut, lang.fn_trait, lang.async_fn, lang.async_fn_mut, lang.async_fn_once].contains(&Some(id))
        };
        let mut params = None;
        let mut ret = None;
        for obligation in self.stalled.iter().map(|s| &s.obligation).chain(&self.pending) {
            let (trait_ref, projected) = match obligation {
                Obligation::Trait(t) => (t, None),
                Obligation::Projection(t, name, ty) => (t, (*name == "Output").then_some(ty)),
            };
            if is_fn(trait_ref.id) && self.table.shallow(trait_ref.self_ty()) == ty {
                if let Some(TyKind::Tuple(parts)) = trait_ref.args.get(1).map(|t| self.table.shallow(t)).as_ref().map(Ty::kind) {
                    params = Some(parts.to_vec());
                }
                if let Some(out) = projected {
                    ret = Some(out.clone());
                }
            }
        }
        params.map(|p| (p, ret))
    }

    /// Substitute into a list and resolve associated types.
    pub fn instantiate(&mut self, list: &[Ty], args: &[Ty]) -> Args {
        subst_args(list, args).iter().map(|ty| self.normalize(ty)).collect()
    }
}
