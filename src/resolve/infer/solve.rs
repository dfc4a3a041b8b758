//! Which impl makes a type implement a trait, and what its associated types are.
//!
//! Answers are yes, no, or "not yet" (a variable is open, or several impls fit): two candidates are never guessed.

mod obligations;
mod project;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::BodyOwner;
use super::table::{Table, VarKind};
use crate::resolve::db::Db;
use crate::resolve::ids::{FnId, ImplId, Prim, TraitId};
use crate::resolve::impls::head_of;
use crate::resolve::limits::{self, Limit};
use crate::resolve::sig::{GenericOwner, Predicate};
use crate::resolve::ty::{Args, TraitRef, Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::body::ExprId;

/// What is assumed of the parameters in scope, supertraits unfolded.
#[derive(Clone, Debug, Default)]
pub struct Env {
    /// `T: Trait`
    pub traits: Vec<TraitRef>,
    /// `<T as Trait>::Name == Type`
    pub projections: Vec<(TraitRef, Symbol, Ty)>,
}

impl Env {
    /// What holds inside a definition.
    pub fn of(db: &Db, owner: GenericOwner) -> Self {
        let mut env = Self::default();
        for predicate in db.predicates(owner).iter() {
            env.assume(db, predicate);
        }
        env
    }

    /// Add a predicate and what follows from it.
    pub fn assume(&mut self, db: &Db, predicate: &Predicate) {
        match predicate {
            Predicate::Trait(trait_ref) => {
                for above in db.with_supertraits(trait_ref) {
                    if !self.traits.contains(&above) {
                        for bound in db.supertrait_projections(above.id).iter() {
                            if let Predicate::Projection { trait_ref, name, ty } = bound.subst(&above.args) {
                                self.projections.push((trait_ref, name, ty));
                            }
                        }
                        self.traits.push(above);
                    }
                }
            }
            Predicate::Projection { trait_ref, name, ty } => self.projections.push((trait_ref.clone(), *name, ty.clone())),
        }
    }
}

/// A closure's types while (and after) its body is inferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosureSig {
    /// Its parameters.
    pub params: Vec<Ty>,
    /// What it returns.
    pub ret: Ty,
}

/// Why a type implements a trait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// By that impl with those arguments.
    Impl(ImplId, Args),
    /// By a bound in scope, or of an opaque or associated type.
    Bound(TraitRef),
    /// As an object of that trait.
    Object(TraitRef),
    /// By the language: closures, functions, markers of built-in types.
    Builtin,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It does, and the table says with what.
    Yes(Selection),
    /// It does not.
    No,
    /// Not yet known.
    Maybe,
}

/// Something that must hold and could not be decided yet.
#[derive(Clone, Debug)]
pub enum Obligation {
    /// A type implements a trait.
    Trait(TraitRef),
    /// An associated type is that type.
    Projection(TraitRef, Symbol, Ty),
}

/// An obligation that waits, and what was known of it when it was asked.
#[derive(Clone, Debug)]
struct Stalled {
    obligation: Obligation,
    asked: Option<TraitRef>,
}

fn has_closure(of: &TraitRef) -> bool {
    let mut found = false;
    for arg in of.args.iter() {
        arg.walk(&mut |part| found |= matches!(part.kind(), TyKind::Closure(..) | TyKind::Future { .. }));
    }
    found
}

/// How deep one question leads to others.
const DEPTH: u32 = 12;
const TOO_DEEP: Limit = Limit::new("traits need each other more than {} deep; what implements them is not known", DEPTH as usize);

/// A solver: variables, assumptions, and what is still to be decided.
pub struct Solver<'a> {
    /// The store.
    pub db: &'a Db,
    /// The variables.
    pub table: Table,
    /// What is assumed.
    pub env: Arc<Env>,
    /// What is new and still to be decided.
    pub pending: Vec<Obligation>,
    /// What was asked and could not be decided.
    stalled: Vec<Stalled>,
    /// What the table knew when that was last gone through.
    settled: u64,
    /// Closures of the body under inference.
    pub closures: FxHashMap<(BodyOwner, ExprId), ClosureSig>,
    /// Look through `impl Trait` results at what the function returns.
    pub reveal: bool,
    steps: u32,
    all_steps: u32,
    /// Questions without variables that were answered: they do not change while the body is inferred.
    answers: FxHashMap<TraitRef, Outcome>,
    /// Questions that are being answered, to notice one that needs itself.
    asked: Vec<TraitRef>,
    /// Arguments of the impl that was matched last.
    last_args: Option<Args>,
}

/// How many impls one question may try; past it the answer is "not yet".
const STEPS: u32 = 2_000;
const TOO_MANY: Limit = Limit::new("more than {} impls may be meant by one type; which is not known", STEPS as usize);
/// How many all questions of one body may try: what is met later in it stays unknown.
const BODY_STEPS: u32 = 200_000;
const TOO_MUCH: Limit =
    Limit::new("more than {} impls were tried for one function; what comes later in it is not known", BODY_STEPS as usize);

/// All of these.
pub(super) const LIMITS: [Limit; 3] = [TOO_DEEP, TOO_MANY, TOO_MUCH];

impl<'a> Solver<'a> {
    /// A solver with those assumptions.
    pub fn new(db: &'a Db, env: Arc<Env>) -> Self {
        Self {
            db,
            table: Table::default(),
            env,
            pending: Vec::new(),
            stalled: Vec::new(),
            settled: 0,
            closures: FxHashMap::default(),
            reveal: false,
            steps: 0,
            all_steps: 0,
            answers: FxHashMap::default(),
            asked: Vec::new(),
            last_args: None,
        }
    }

    /// Variables for all parameters of `owner` beyond `given`.
    pub fn fresh_args(&mut self, owner: GenericOwner, given: &[Ty]) -> Args {
        let count = self.db.generics(owner).params.len();
        let mut args = given.to_vec();
        while args.len() < count {
            args.push(self.table.fresh());
        }
        args.into()
    }

    /// Does it hold? Binds variables only where the answer is yes.
    pub fn solve(&mut self, trait_ref: &TraitRef) -> Outcome {
        self.steps = 0;
        self.select(trait_ref, 0)
    }

    /// Could it hold, now? Binds nothing.
    pub fn may_hold(&mut self, trait_ref: &TraitRef) -> bool {
        let snapshot = self.table.snapshot();
        let pending = self.pending.len();
        let outcome = self.solve(trait_ref);
        self.pending.truncate(pending);
        self.table.rollback(snapshot);
        outcome != Outcome::No
    }

    fn select(&mut self, trait_ref: &TraitRef, depth: u32) -> Outcome {
        self.steps += 1;
        self.all_steps += 1;
        if depth > DEPTH || self.steps > STEPS || self.all_steps > BODY_STEPS {
            limits::mark(match () {
                () if depth > DEPTH => TOO_DEEP,
                () if self.steps > STEPS => TOO_MANY,
                () => TOO_MUCH,
            });
            return Outcome::Maybe;
        }
        let this = self.table.shallow(trait_ref.self_ty());
        if this.is_unknown() {
            return Outcome::Maybe;
        }
        // What is assumed comes first, as in the compiler.
        let env = Arc::clone(&self.env);
        if let Some(outcome) = self.by_bounds(trait_ref, &env.traits) {
            return outcome;
        }
        if let TyKind::Infer(var) = this.kind()
            && self.table.kind_of(*var) == VarKind::General
        {
            return Outcome::Maybe;
        }
        if let Some(outcome) = self.builtin(trait_ref, &this, depth) {
            return outcome;
        }
        match this.kind() {
            TyKind::Dyn(dyn_ty) => {
                let dyn_ty = Arc::clone(dyn_ty);
                for (id, args) in &dyn_ty.traits {
                    let mut full = vec![this.clone()];
                    full.extend(args.iter().cloned());
                    let object = TraitRef { id: *id, args: full.into() };
                    for above in self.db.with_supertraits(&object) {
                        if above.id == trait_ref.id && self.table.unify_traits(&above, trait_ref) {
                            return Outcome::Yes(Selection::Object(above));
                        }
                    }
                }
            }
            TyKind::Opaque(id, index, args) => {
                if let Some(hidden) = self.revealed(*id, *index, args) {
                    let mut args: Vec<Ty> = trait_ref.args.to_vec();
                    args[0] = hidden;
                    return self.select(&TraitRef { id: trait_ref.id, args: args.into() }, depth + 1);
                }
                let bounds = self.opaque_bounds(*id, *index, args);
                let traits: Vec<TraitRef> = bounds.traits;
                if let Some(outcome) = self.by_bounds(trait_ref, &traits) {
                    return outcome;
                }
            }
            TyKind::Alias { trait_ref: of, name } => {
                let bounds = self.alias_bounds(&of.clone(), *name);
                if let Some(outcome) = self.by_bounds(trait_ref, &bounds.traits) {
                    return outcome;
                }
            }
            _ => {}
        }
        self.by_impls_once(trait_ref, &this, depth)
    }

    /// Ask the impls; a question without variables is asked once.
    fn by_impls_once(&mut self, trait_ref: &TraitRef, this: &Ty, depth: u32) -> Outcome {
        let resolved = TraitRef { id: trait_ref.id, args: self.table.resolve_args(&trait_ref.args) };
        if self.asked.contains(&resolved) {
            return Outcome::Maybe;
        }
        // What a closure can do is learned while its body is inferred.
        let mut changes = resolved.args.iter().any(|ty| ty.has_infer() || ty.has_unknown());
        if !changes {
            if let Some(outcome) = self.answers.get(&resolved) {
                return outcome.clone();
            }
            for arg in resolved.args.iter() {
                arg.walk(&mut |part| changes |= matches!(part.kind(), TyKind::Closure(..)));
            }
        }
        self.asked.push(resolved);
        let outcome = self.by_impls(trait_ref, this, depth);
        let Some(resolved) = self.asked.pop() else { return outcome };
        if !changes {
            match &outcome {
                Outcome::Yes(Selection::Impl(id, args)) => {
                    let args = self.table.resolve_args(args);
                    if !args.iter().any(Ty::has_infer) {
                        self.answers.insert(resolved, Outcome::Yes(Selection::Impl(*id, args)));
                    }
                }
                Outcome::No => {
                    self.answers.insert(resolved, Outcome::No);
                }
                Outcome::Yes(_) | Outcome::Maybe => {}
            }
        }
        outcome
    }

    /// Whether an impl's argument could be that type, looking no deeper than its heads.
    fn could_be(&self, written: &Ty, actual: &Ty, depth: u32) -> bool {
        let actual = self.table.shallow(actual);
        let parts =
            |xs: &[Ty], ys: &[Ty]| xs.len() == ys.len() && (depth > 1 || xs.iter().zip(ys).all(|(x, y)| self.could_be(x, y, depth + 1)));
        match (written.kind(), actual.kind()) {
            (TyKind::Infer(_) | TyKind::Unknown | TyKind::Param(..) | TyKind::Alias { .. } | TyKind::ConstUnknown, _)
            | (_, TyKind::Unknown | TyKind::Alias { .. } | TyKind::ConstUnknown) => true,
            (kind, TyKind::Infer(var)) => match self.table.kind_of(*var) {
                VarKind::General => true,
                VarKind::Int => matches!(kind, TyKind::Prim(p) if p.is_int()),
                VarKind::Float => matches!(kind, TyKind::Prim(p) if p.is_float()),
            },
            (TyKind::Adt(x, xs), TyKind::Adt(y, ys)) => x == y && parts(xs, ys),
            (TyKind::Prim(x), TyKind::Prim(y)) => x == y,
            (TyKind::Ref { mutable: m, ty: x }, TyKind::Ref { mutable: n, ty: y })
            | (TyKind::Ptr { mutable: m, ty: x }, TyKind::Ptr { mutable: n, ty: y }) => {
                m == n && (depth > 1 || self.could_be(x, y, depth + 1))
            }
            (TyKind::Tuple(xs), TyKind::Tuple(ys)) => parts(xs, ys),
            (x, y) => std::mem::discriminant(x) == std::mem::discriminant(y),
        }
    }

    /// The first bound that fits; "not yet" where several do.
    fn by_bounds(&mut self, trait_ref: &TraitRef, bounds: &[TraitRef]) -> Option<Outcome> {
        let mut fits: Vec<&TraitRef> = Vec::new();
        for bound in bounds.iter().filter(|b| b.id == trait_ref.id) {
            // A bound on a parameter says nothing about a type that is still open.
            if matches!(self.table.shallow(trait_ref.self_ty()).kind(), TyKind::Infer(_)) {
                continue;
            }
            let snapshot = self.table.snapshot();
            let fit = self.table.unify_traits(bound, trait_ref);
            self.table.rollback(snapshot);
            if fit {
                fits.push(bound);
            }
        }
        fits.dedup();
        match fits.as_slice() {
            [] => None,
            [one] => {
                self.table.unify_traits(one, trait_ref);
                Some(Outcome::Yes(Selection::Bound((*one).clone())))
            }
            _ => Some(Outcome::Maybe),
        }
    }

    fn by_impls(&mut self, trait_ref: &TraitRef, this: &Ty, depth: u32) -> Outcome {
        let head = head_of(this);
        let mut impls = self.db.trait_impls(trait_ref.id, head, &self.table.resolve_args(&trait_ref.args));
        impls.retain(|id| self.may_be_for(*id, trait_ref));
        // One candidate needs no comparison: its conditions are looked at once.
        if let [one] = impls.as_slice() {
            let (one, snapshot, pending) = (*one, self.table.snapshot(), self.pending.len());
            if self.try_impl(one, trait_ref, depth, true).is_some() {
                return Outcome::Yes(Selection::Impl(one, self.last_args.take().unwrap_or_else(|| Arc::from([]))));
            }
            self.pending.truncate(pending);
            self.table.rollback(snapshot);
            return Outcome::No;
        }
        let mut fits: Vec<ImplId> = Vec::new();
        for id in impls {
            let snapshot = self.table.snapshot();
            let pending = self.pending.len();
            let outcome = self.try_impl(id, trait_ref, depth, false);
            self.pending.truncate(pending);
            self.table.rollback(snapshot);
            match outcome {
                None => {}
                Some(_) => {
                    fits.push(id);
                    if fits.len() > 1 && self.table.resolve(this).has_infer() {
                        break;
                    }
                }
            }
        }
        match fits.as_slice() {
            [] => Outcome::No,
            [one] => {
                let one = *one;
                match self.try_impl(one, trait_ref, depth, true) {
                    Some(_) => {
                        let args = self.last_args.take().unwrap_or_else(|| Arc::from([]));
                        Outcome::Yes(Selection::Impl(one, args))
                    }
                    None => Outcome::No,
                }
            }
            _ => self.most_special(&fits, trait_ref, depth),
        }
    }

    /// Several impls fit: where nothing is open, std's own specialisation (`default fn`) is the reason, and the one
    /// that is not for any type is taken.
    fn most_special(&mut self, fits: &[ImplId], trait_ref: &TraitRef, depth: u32) -> Outcome {
        let open = trait_ref.args.iter().any(|a| {
            let ty = self.table.resolve(a);
            ty.has_infer() || ty.has_unknown()
        });
        if open {
            return Outcome::Maybe;
        }
        let concrete: Vec<ImplId> = fits
            .iter()
            .copied()
            .filter(|id| self.db.impl_header(*id).is_some_and(|h| !matches!(h.self_ty.kind(), TyKind::Param(..))))
            .collect();
        let [one] = concrete.as_slice() else { return Outcome::Maybe };
        let one = *one;
        match self.try_impl(one, trait_ref, depth, true) {
            Some(_) => Outcome::Yes(Selection::Impl(one, self.last_args.take().unwrap_or_else(|| Arc::from([])))),
            None => Outcome::Maybe,
        }
    }

    fn may_be_for(&self, id: ImplId, trait_ref: &TraitRef) -> bool {
        if self.db.impl_data(id).is_negative {
            return false;
        }
        let Some(header) = self.db.impl_header(id) else { return false };
        let Some(of) = &header.trait_ref else { return false };
        of.args.iter().zip(trait_ref.args.iter()).all(|(written, actual)| self.could_be(written, actual, 0))
    }

    /// Match one impl. `None`: it does not fit; otherwise whether all its conditions are sure.
    fn try_impl(&mut self, id: ImplId, trait_ref: &TraitRef, depth: u32, commit: bool) -> Option<bool> {
        let header = self.db.impl_header(id)?;
        let of = header.trait_ref.as_ref()?;
        let owner = GenericOwner::Impl(id);
        let args = self.fresh_args(owner, &[]);
        let of = self.normalize_trait(of.subst(&args), depth + 1);
        if !self.table.unify_traits(&of, trait_ref) {
            return None;
        }
        let mut sure = true;
        for predicate in self.db.predicates(owner).iter() {
            match predicate.subst(&args) {
                Predicate::Trait(needed) => {
                    let needed = self.normalize_trait(needed, depth + 1);
                    match self.select(&needed, depth + 1) {
                        Outcome::Yes(_) => {}
                        Outcome::No => return None,
                        Outcome::Maybe => {
                            sure = false;
                            if commit {
                                self.pending.push(Obligation::Trait(needed));
                            }
                        }
                    }
                }
                Predicate::Projection { trait_ref, name, ty } => {
                    let trait_ref = self.normalize_trait(trait_ref, depth + 1);
                    let ty = self.normalize_at(&ty, depth + 1);
                    match self.project_at(&trait_ref, name, depth + 1) {
                        Some(found) => {
                            if !self.table.unify(&found, &ty) {
                                return None;
                            }
                        }
                        None => {
                            sure = false;
                            if commit {
                                self.pending.push(Obligation::Projection(trait_ref, name, ty));
                            }
                        }
                    }
                }
            }
        }
        if commit {
            self.last_args = Some(args);
        }
        Some(sure)
    }

    fn normalize_trait(&mut self, of: TraitRef, depth: u32) -> TraitRef {
        if !of.args.iter().any(Ty::has_alias) {
            return of;
        }
        TraitRef { id: of.id, args: of.args.iter().map(|ty| self.normalize_at(ty, depth)).collect() }
    }

    /// Traits that the language implements.
    fn builtin(&mut self, trait_ref: &TraitRef, this: &Ty, depth: u32) -> Option<Outcome> {
        let lang = self.db.lang();
        let is = |t: Option<TraitId>| t == Some(trait_ref.id);
        let yes = Some(Outcome::Yes(Selection::Builtin));
        if is(lang.sized) {
            return match this.kind() {
                TyKind::Prim(Prim::Str) | TyKind::Slice(_) | TyKind::Dyn(_) => Some(Outcome::No),
                _ => yes,
            };
        }
        // Markers that hold of everything, or that no call depends on.
        if is(lang.meta_sized) || is(lang.pointee_sized) || is(lang.destruct) || self.db.trait_data(trait_ref.id).is_auto {
            return yes;
        }
        if is(lang.fn_ptr) {
            return if matches!(this.kind(), TyKind::FnPtr { .. }) { yes } else { Some(Outcome::No) };
        }
        if is(lang.tuple_trait) {
            return if matches!(this.kind(), TyKind::Tuple(_)) { yes } else { Some(Outcome::No) };
        }
        if is(lang.copy) || is(lang.clone) {
            return match this.kind() {
                TyKind::FnDef(..) | TyKind::Ctor(..) | TyKind::FnPtr { .. } | TyKind::Never => yes,
                TyKind::Ref { mutable, .. } => Some(if *mutable { Outcome::No } else { Outcome::Yes(Selection::Builtin) }),
                TyKind::Ptr { .. } => yes,
                TyKind::Closure(..) => yes,
                TyKind::Tuple(parts) => {
                    let parts = Arc::clone(parts);
                    Some(self.all_hold(trait_ref.id, &parts, depth))
                }
                TyKind::Array(ty, _) => {
                    let parts: Args = Arc::from([ty.clone()]);
                    Some(self.all_hold(trait_ref.id, &parts, depth))
                }
                TyKind::Future { .. } => Some(Outcome::No),
                _ => None,
            };
        }
        if is(lang.fn_once) || is(lang.fn_mut) || is(lang.fn_trait) || is(lang.async_fn) || is(lang.async_fn_mut) || is(lang.async_fn_once)
        {
            let sig = self.callable(this)?;
            let params = Ty::tuple(sig.params);
            let wanted = trait_ref.args.get(1)?;
            return Some(if self.table.unify(&params, wanted) { Outcome::Yes(Selection::Builtin) } else { Outcome::No });
        }
        if is(lang.future) && matches!(this.kind(), TyKind::Future { .. }) {
            return yes;
        }
        if is(lang.discriminant_kind) || is(lang.pointee) {
            return yes;
        }
        None
    }

    fn all_hold(&mut self, id: TraitId, parts: &[Ty], depth: u32) -> Outcome {
        let mut maybe = false;
        for part in parts {
            match self.select(&TraitRef { id, args: Arc::from([part.clone()]) }, depth + 1) {
                Outcome::Yes(_) => {}
                Outcome::No => return Outcome::No,
                Outcome::Maybe => maybe = true,
            }
        }
        if maybe { Outcome::Maybe } else { Outcome::Yes(Selection::Builtin) }
    }

    /// Parameters and result of something that can be called without a trait.
    pub fn callable(&mut self, ty: &Ty) -> Option<ClosureSig> {
        match self.table.shallow(ty).kind() {
            TyKind::FnPtr { params, ret } => Some(ClosureSig { params: params.to_vec(), ret: ret.clone() }),
            TyKind::FnDef(id, args) => Some(self.fn_types(*id, args)),
            TyKind::Ctor(id, args) => {
                let fields = self.db.field_types(id.adt).get(id.index as usize)?.clone();
                let params = fields.iter().map(|f| f.subst(args)).map(|f| self.normalize(&f)).collect();
                Some(ClosureSig { params, ret: Ty::new(TyKind::Adt(id.adt, Arc::clone(args))) })
            }
            TyKind::Closure(owner, expr, args) => {
                if let Some(sig) = self.closures.get(&(*owner, *expr)) {
                    return Some(sig.clone());
                }
                let inference = self.db.inference_if_done(*owner)?;
                let sig = inference.closures.get(expr)?;
                Some(ClosureSig { params: sig.params.iter().map(|p| p.subst(args)).collect(), ret: sig.ret.subst(args) })
            }
            _ => None,
        }
    }

    /// A function's parameter and result types under `args`, associated types resolved; an `async fn` gives a future.
    pub fn fn_types(&mut self, id: FnId, args: &Args) -> ClosureSig {
        let sig = self.db.fn_sig(id);
        let params = sig.params.iter().map(|p| p.subst(args)).map(|p| self.normalize(&p)).collect();
        let ret = self.normalize(&sig.ret.subst(args));
        let ret = if sig.is_async {
            Ty::new(TyKind::Future { of: crate::resolve::ty::FutureOf::Fn(id, Arc::clone(args)), output: ret })
        } else {
            ret
        };
        ClosureSig { params, ret }
    }

    /// The bounds of an `impl Trait` result under `args`.
    pub fn opaque_bounds(&mut self, id: FnId, index: u32, args: &Args) -> Env {
        let sig = self.db.fn_sig(id);
        let mut env = Env::default();
        for predicate in sig.opaques.get(index as usize).map_or(&[][..], |p| p) {
            env.assume(self.db, &predicate.subst(args));
        }
        env
    }

    /// The declared bounds of an associated type that cannot be resolved further.
    pub fn alias_bounds(&mut self, of: &TraitRef, name: Symbol) -> Env {
        let mut env = Env::default();
        let alias = self.db.trait_data(of.id).types.iter().find(|(n, _)| *n == name).map(|(_, id)| *id);
        let Some(alias) = alias else { return env };
        let owner = GenericOwner::Alias(alias);
        let data = self.db.alias(alias);
        let this = Ty::new(TyKind::Alias {
            trait_ref: TraitRef { id: of.id, args: self.db.generics(GenericOwner::Trait(of.id)).identity() },
            name,
        });
        let mut predicates = Vec::new();
        crate::resolve::lower::Lower::new(self.db, owner).bounds(&this, &data.bounds, &mut predicates);
        // `where Self::Item: Bound` of the trait says the same.
        for predicate in self.db.predicates(GenericOwner::Trait(of.id)).iter() {
            let on = match predicate {
                Predicate::Trait(t) => t.self_ty(),
                Predicate::Projection { trait_ref, .. } => trait_ref.self_ty(),
            };
            if *on == this {
                predicates.push(predicate.clone());
            }
        }
        for predicate in predicates {
            env.assume(self.db, &predicate.subst(&of.args));
        }
        env
    }

    fn revealed(&self, id: FnId, index: u32, args: &Args) -> Option<Ty> {
        if !self.reveal {
            return None;
        }
        self.db.revealed_opaque(id, index, args)
    }
}
