//! Method lookup: which method `receiver.name(…)` calls, and how the receiver is adjusted.

use std::sync::Arc;

use super::solve::Outcome;
use super::table::VarKind;
use super::{Implicit, Infer, Unresolved};
use crate::resolve::ids::{FnId, ImplId, ModuleId, TraitId};
use crate::resolve::limits::{self, Limit};
use crate::resolve::sig::{GenericOwner, Predicate};
use crate::resolve::ty::{Args, TraitRef, Ty, TyKind};
use crate::source::Symbol;

/// Where a candidate comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    Impl(ImplId),
    /// A bound in scope, an object's trait: as good as inherent.
    Bound(TraitRef),
    /// A trait in scope.
    Trait(TraitId),
}

#[derive(Clone, Debug)]
struct Candidate {
    id: FnId,
    origin: Origin,
}

/// A method that fits.
#[derive(Clone, Debug)]
pub(super) struct Pick {
    pub(super) id: FnId,
    /// Arguments of its impl or trait.
    pub(super) parent: Args,
    /// How often the receiver is dereferenced; the overloaded ones with the type they start from.
    pub(super) derefs: Vec<Option<Ty>>,
    /// Whether it is then borrowed, and how.
    pub(super) autoref: Option<bool>,
    /// The receiver after that.
    pub(super) receiver: Ty,
}

/// A type on the way of dereferencing.
#[derive(Clone, Debug)]
struct Step {
    ty: Ty,
    derefs: Vec<Option<Ty>>,
}

const DEREFS: usize = 32;
const TOO_MANY: Limit = Limit::new("types dereference to others more than {} times; methods of what lies behind are not found", DEREFS);

impl Infer<'_> {
    /// `*ty`: the type behind, and whether `Deref::deref` is called for it.
    pub(super) fn deref(&mut self, ty: &Ty) -> Option<(Ty, bool)> {
        let ty = self.known(ty);
        match ty.kind() {
            TyKind::Ref { ty, .. } => return Some((ty.clone(), false)),
            TyKind::Ptr { .. }
            | TyKind::Infer(_)
            | TyKind::Unknown
            | TyKind::Prim(_)
            | TyKind::Slice(_)
            | TyKind::Array(..)
            | TyKind::Tuple(_)
            | TyKind::FnPtr { .. }
            | TyKind::FnDef(..)
            | TyKind::Closure(..)
            | TyKind::Dyn(_) => return None,
            TyKind::Adt(id, args) if Some(*id) == self.db.lang().boxed => {
                // The compiler dereferences a `Box` itself.
                return args.first().map(|ty| (ty.clone(), false));
            }
            _ => {}
        }
        let deref = self.db.lang().deref?;
        let trait_ref = TraitRef { id: deref, args: Arc::from([ty]) };
        let snapshot = self.solver.table.snapshot();
        let pending = self.solver.pending.len();
        match self.solver.solve(&trait_ref) {
            Outcome::Yes(_) => {}
            _ => {
                self.solver.pending.truncate(pending);
                self.solver.table.rollback(snapshot);
                return None;
            }
        }
        let target = self.solver.project(&trait_ref, Symbol::intern("Target"))?;
        let target = self.solver.normalize(&target);
        Some((target, true))
    }

    fn steps(&mut self, receiver: &Ty) -> Vec<Step> {
        let mut steps = vec![Step { ty: self.known(receiver), derefs: Vec::new() }];
        while steps.len() < DEREFS {
            let last = steps[steps.len() - 1].clone();
            let Some((ty, overloaded)) = self.deref(&last.ty) else { break };
            let mut derefs = last.derefs;
            derefs.push(overloaded.then_some(last.ty));
            let ty = self.known(&ty);
            steps.push(Step { ty, derefs });
        }
        let last = steps[steps.len() - 1].clone();
        if let TyKind::Array(element, _) = last.ty.kind() {
            steps.push(Step { ty: Ty::new(TyKind::Slice(element.clone())), derefs: last.derefs });
        }
        steps
    }

    /// Find the method.
    pub(super) fn method(&mut self, receiver: &Ty, name: Symbol, module: ModuleId) -> Result<Pick, Unresolved> {
        let steps = self.steps(receiver);
        let last = &steps[steps.len() - 1].ty;
        let open = match last.kind() {
            TyKind::Unknown => true,
            TyKind::Infer(var) => self.solver.table.kind_of(*var) == VarKind::General,
            _ => false,
        };
        if open && steps.len() == 1 {
            return Err(Unresolved::Receiver);
        }
        let mut inherent = Vec::new();
        for step in &steps {
            self.inherent_candidates(&step.ty, name, &mut inherent);
        }
        let mut extension: Vec<Candidate> = Vec::new();
        for id in self.traits_in_scope(module) {
            if let Some((_, found)) = self.db.trait_data(id).fns.iter().find(|(n, _)| *n == name)
                && self.db.fn_data(*found).item.self_param.is_some()
            {
                extension.push(Candidate { id: *found, origin: Origin::Trait(id) });
            }
        }
        let mut ambiguous = false;
        for step in &steps {
            if step.ty.is_unknown() {
                return Err(Unresolved::Receiver);
            }
            if let TyKind::Infer(var) = step.ty.kind()
                && self.solver.table.kind_of(*var) == VarKind::General
            {
                return Err(Unresolved::Receiver);
            }
            for autoref in [None, Some(false), Some(true)] {
                let this = match autoref {
                    None => step.ty.clone(),
                    Some(mutable) => Ty::reference(step.ty.clone(), mutable),
                };
                for (list, is_trait) in [(&inherent, false), (&extension, true)] {
                    let mut fits: Vec<&Candidate> = Vec::new();
                    for candidate in list {
                        if is_trait && autoref.is_none() && self.is_later_edition(candidate, &step.ty, module) {
                            continue;
                        }
                        if self.fits(candidate, &this, module) && !fits.iter().any(|c| c.id == candidate.id) {
                            fits.push(candidate);
                        }
                    }
                    if fits.len() > 1 {
                        // What std keeps for the future gives way to what people wrote.
                        let stable: Vec<&Candidate> = fits.iter().copied().filter(|c| !self.is_unstable(c.id)).collect();
                        if !stable.is_empty() {
                            fits = stable;
                        }
                    }
                    match fits.as_slice() {
                        [] => {}
                        [one] => {
                            let one = (*one).clone();
                            if let Some(parent) = self.take(&one, &this) {
                                return Ok(Pick { id: one.id, parent, derefs: step.derefs.clone(), autoref, receiver: this });
                            }
                        }
                        _ if !is_trait => {
                            // Several impls of one type, told apart by arguments still open: the first is as good as any by name.
                            ambiguous = true;
                        }
                        _ => return Err(Unresolved::Ambiguous),
                    }
                    if ambiguous {
                        return Err(Unresolved::Ambiguous);
                    }
                }
            }
        }
        if steps.len() >= DEREFS {
            limits::mark(TOO_MANY);
        }
        Err(Unresolved::NoMethod)
    }

    /// `array.into_iter()` gives references before the 2021 edition, that of a boxed slice before the 2024 edition.
    fn is_later_edition(&self, candidate: &Candidate, this: &Ty, module: ModuleId) -> bool {
        let lang = self.db.lang();
        let since = match this.kind() {
            TyKind::Array(..) => 2021,
            TyKind::Adt(id, args)
                if self.db.adt(*id).name.name == "Box"
                    && self.db.is_std(self.db.crate_of(id.unit))
                    && args.first().is_some_and(|inner| matches!(inner.kind(), TyKind::Slice(_))) =>
            {
                2024
            }
            _ => return false,
        };
        matches!(candidate.origin, Origin::Trait(id) if Some(id) == lang.into_iterator)
            && self.db.krate(self.db.crate_of(module.unit)).edition < since
    }

    fn is_unstable(&self, id: FnId) -> bool {
        crate::resolve::attrs::has(&self.db.fn_data(id).attrs, "unstable")
    }

    fn inherent_candidates(&mut self, ty: &Ty, name: Symbol, out: &mut Vec<Candidate>) {
        for id in self.db.inherent_impls(ty) {
            if let Some((_, found)) = self.db.impl_data(id).fns.iter().find(|(n, _)| *n == name)
                && self.db.fn_data(*found).item.self_param.is_some()
            {
                out.push(Candidate { id: *found, origin: Origin::Impl(id) });
            }
        }
        let mut bounds: Vec<TraitRef> = Vec::new();
        match ty.kind() {
            TyKind::Dyn(dyn_ty) => {
                for (id, args) in &dyn_ty.traits {
                    let mut full = vec![ty.clone()];
                    full.extend(args.iter().cloned());
                    bounds.extend(self.db.with_supertraits(&TraitRef { id: *id, args: full.into() }));
                }
            }
            TyKind::Param(..) | TyKind::Alias { .. } | TyKind::Opaque(..) => {
                let env = Arc::clone(&self.solver.env);
                bounds.extend(env.traits.iter().filter(|t| t.self_ty() == ty).cloned());
                match ty.kind() {
                    TyKind::Alias { trait_ref, name } => {
                        let (of, outer) = (trait_ref.clone(), *name);
                        bounds.extend(self.solver.alias_bounds(&of, outer).traits);
                    }
                    TyKind::Opaque(id, index, args) => {
                        let (id, index, args) = (*id, *index, Arc::clone(args));
                        bounds.extend(self.solver.opaque_bounds(id, index, &args).traits);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        for bound in bounds {
            if let Some((_, found)) = self.db.trait_data(bound.id).fns.iter().find(|(n, _)| *n == name)
                && self.db.fn_data(*found).item.self_param.is_some()
            {
                out.push(Candidate { id: *found, origin: Origin::Bound(bound) });
            }
        }
    }

    fn fits(&mut self, candidate: &Candidate, this: &Ty, module: ModuleId) -> bool {
        if !matches!(candidate.origin, Origin::Trait(_)) && !self.db.sees(module, self.db.fn_data(candidate.id).vis) {
            return false;
        }
        let snapshot = self.solver.table.snapshot();
        let pending = self.solver.pending.len();
        let fits = self.take(candidate, this).is_some();
        self.solver.pending.truncate(pending);
        self.solver.table.rollback(snapshot);
        fits
    }

    /// Match the candidate's `self` with the receiver; its impl's or trait's arguments if it fits.
    fn take(&mut self, candidate: &Candidate, this: &Ty) -> Option<Args> {
        let sig = self.db.fn_sig(candidate.id);
        let own = sig.params.first()?;
        match &candidate.origin {
            Origin::Impl(id) => {
                let owner = GenericOwner::Impl(*id);
                let args = self.solver.fresh_args(owner, &[]);
                let all = self.solver.fresh_args(GenericOwner::Fn(candidate.id), &args);
                let wanted = self.solver.normalize(&own.subst(&all));
                if !self.solver.table.unify(&wanted, this) {
                    return None;
                }
                for predicate in self.db.predicates(owner).iter() {
                    if let Predicate::Trait(needed) = predicate.subst(&args) {
                        let normalized: Args = needed.args.iter().map(|a| self.solver.normalize(a)).collect();
                        if !self.solver.may_hold(&TraitRef { id: needed.id, args: normalized }) {
                            return None;
                        }
                    }
                }
                Some(args)
            }
            Origin::Bound(bound) => {
                let all = self.solver.fresh_args(GenericOwner::Fn(candidate.id), &bound.args);
                let wanted = self.solver.normalize(&own.subst(&all));
                self.solver.table.unify(&wanted, this).then(|| Arc::clone(&bound.args))
            }
            Origin::Trait(id) => {
                let this_var = self.solver.table.fresh();
                let args = self.solver.fresh_args(GenericOwner::Trait(*id), std::slice::from_ref(&this_var));
                let all = self.solver.fresh_args(GenericOwner::Fn(candidate.id), &args);
                let wanted = own.subst(&all);
                // `self: Rc<Self>` and its like must match before `Self` is known.
                let wanted = if wanted.has_alias() { self.solver.normalize(&wanted) } else { wanted };
                if !self.solver.table.unify(&wanted, this) {
                    return None;
                }
                let of = self.solver.table.shallow(&this_var);
                if let TyKind::Infer(var) = of.kind()
                    && self.solver.table.kind_of(*var) == VarKind::General
                {
                    return None;
                }
                if of.is_unknown() {
                    return None;
                }
                self.solver.may_hold(&TraitRef { id: *id, args: Arc::clone(&args) }).then_some(args)
            }
        }
    }

    /// Write down the calls that adjusting the receiver makes.
    pub(super) fn record_derefs(&mut self, expr: crate::syntax::body::ExprId, derefs: &[Option<Ty>], mutable: bool) {
        for ty in derefs.iter().flatten() {
            self.out.implicit.entry(expr).or_default().push(Implicit::Deref { ty: ty.clone(), mutable });
        }
    }
}
