//! What a call runs once types are known: impls chosen, objects and parameters spread over what may be behind them.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::resolve::db::Db;
use crate::resolve::defs::Container;
use crate::resolve::ids::{FnId, ImplId, TraitId};
use crate::resolve::infer::solve::{Env, Outcome, Selection, Solver};
use crate::resolve::sig::{GenericOwner, Predicate};
use crate::resolve::ty::{Args, TraitRef, Ty, TyKind};

/// One function that a call may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The function: of a trait's method, the impl's or the trait's default.
    pub id: FnId,
    /// Its arguments.
    pub args: Args,
    /// Calls of the same method that it hands on to, where it has no text to read: of the fields by what the compiler
    /// derives, of the parts by std's containers, references and pointers.
    pub forwards: Vec<(FnId, Args)>,
}

/// What a call may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Targets {
    /// These, each possibly.
    Fns(Vec<Target>),
    /// The trait's method of a type that the language implements it for (a closure, a function).
    Builtin(TraitId, Ty),
    /// Any of the implementations, but none is known.
    None,
}

/// How many implementations may stand behind one object.
const IMPLS: usize = 64;

/// Methods that `derive` writes.
const DERIVED: [&str; 7] = ["clone", "default", "eq", "partial_cmp", "cmp", "hash", "fmt"];

/// Chooses targets, remembering the choices; so do its clones.
#[derive(Clone)]
pub struct Chooser<'a> {
    db: &'a Db,
    known: Rc<RefCell<FxHashMap<(FnId, Args), Targets>>>,
    normal: Rc<RefCell<FxHashMap<Ty, Ty>>>,
}

impl<'a> Chooser<'a> {
    /// With nothing chosen yet.
    pub fn new(db: &'a Db) -> Self {
        Self { db, known: Rc::default(), normal: Rc::default() }
    }

    /// A type of a body, under the body's arguments, associated types resolved and `impl Trait` looked through.
    pub fn concrete(&mut self, ty: &Ty, args: &Args) -> Ty {
        let ty = ty.subst(args);
        if !ty.has_alias() && !has_opaque(&ty) {
            return ty;
        }
        if let Some(known) = self.normal.borrow().get(&ty) {
            return known.clone();
        }
        let mut solver = Solver::new(self.db, Arc::new(Env::default()));
        solver.reveal = true;
        let normal = solver.normalize(&ty);
        solver.settle();
        let mut normal = solver.table.finish(&normal);
        for _ in 0..8 {
            let revealed = self.reveal(&normal);
            if revealed == normal {
                break;
            }
            let again = solver.normalize(&revealed);
            normal = solver.table.finish(&again);
        }
        self.normal.borrow_mut().insert(ty, normal.clone());
        normal
    }

    fn reveal(&self, ty: &Ty) -> Ty {
        match ty.kind() {
            TyKind::Opaque(id, index, args) => match self.db.revealed_opaque(*id, *index, args) {
                Some(hidden) if hidden != *ty => hidden,
                _ => ty.clone(),
            },
            _ => ty.map_parts(&mut |part| self.reveal(part)),
        }
    }

    /// A list of types, the same way.
    pub fn concrete_args(&mut self, list: &Args, args: &Args) -> Args {
        list.iter().map(|ty| self.concrete(ty, args)).collect()
    }

    /// What a call of `id` with concrete `args` runs.
    pub fn targets(&mut self, id: FnId, args: &Args) -> Targets {
        let key = (id, Arc::clone(args));
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let mut found = self.choose(id, args);
        if let Targets::Fns(targets) = &mut found {
            for (_, args) in targets.iter_mut().flat_map(|t| &mut t.forwards) {
                *args = self.concrete_args(&Arc::clone(args), &Arc::from([]));
            }
        }
        self.known.borrow_mut().insert(key, found.clone());
        found
    }

    fn choose(&self, id: FnId, args: &Args) -> Targets {
        let Container::Trait(of) = self.db.fn_data(id).container else {
            return Targets::Fns(vec![Target { id, args: Arc::clone(args), forwards: Vec::new() }]);
        };
        let count = self.db.generics(GenericOwner::Trait(of)).params.len();
        let Some(this) = args.first() else { return Targets::None };
        match this.kind() {
            TyKind::Dyn(_) | TyKind::Param(..) => self.any_impl(of, id, args),
            // What is not known is not every type that there is.
            TyKind::Unknown | TyKind::Alias { .. } | TyKind::Opaque(..) => Targets::None,
            _ => {
                let mut solver = Solver::new(self.db, Arc::new(Env::default()));
                solver.reveal = true;
                let trait_ref = TraitRef { id: of, args: args.iter().take(count).cloned().collect() };
                match solver.solve(&trait_ref) {
                    Outcome::Yes(Selection::Impl(chosen, impl_args)) => {
                        solver.settle();
                        let impl_args: Args = impl_args.iter().map(|ty| solver.table.finish(ty)).collect();
                        Targets::Fns(vec![self.in_impl(chosen, &impl_args, id, args, count)])
                    }
                    Outcome::Yes(Selection::Builtin) => Targets::Builtin(of, this.clone()),
                    Outcome::Yes(_) => self.any_impl(of, id, args),
                    // Several impls differ by arguments that are not known: any of them.
                    Outcome::Maybe | Outcome::No => {
                        let head = crate::resolve::impls::head_of(this);
                        let impls = self.db.trait_impls(of, head, args);
                        let fits = impls.into_iter().filter(|i| {
                            head.is_some() && self.db.impl_header(*i).is_some_and(|h| crate::resolve::impls::head_of(&h.self_ty) == head)
                        });
                        let mut out: Vec<Target> = Vec::new();
                        for chosen in fits {
                            let impl_args = self.db.generics(GenericOwner::Impl(chosen)).identity();
                            let target = self.in_impl(chosen, &impl_args, id, args, count);
                            if !out.contains(&target) {
                                out.push(target);
                            }
                        }
                        if out.is_empty() {
                            Targets::Fns(vec![Target { id, args: Arc::clone(args), forwards: Vec::new() }])
                        } else {
                            Targets::Fns(out)
                        }
                    }
                }
            }
        }
    }

    /// The impl's own method, or the trait's default.
    fn in_impl(&self, chosen: ImplId, impl_args: &Args, id: FnId, args: &Args, count: usize) -> Target {
        let name = self.db.fn_data(id).name.name;
        let forwards = self.forwards(chosen, impl_args, id, args, count);
        match self.db.impl_data(chosen).fns.iter().find(|(n, _)| *n == name) {
            Some((_, own)) => {
                let all = impl_args.iter().chain(args.iter().skip(count)).cloned().collect();
                Target { id: *own, args: all, forwards }
            }
            None => Target { id, args: Arc::clone(args), forwards },
        }
    }

    /// What an impl without a text of its own passes a method on to: a derived one to the fields, one of std's to the
    /// parameters that it bounds by the same trait.
    fn forwards(&self, chosen: ImplId, impl_args: &Args, id: FnId, args: &Args, count: usize) -> Vec<(FnId, Args)> {
        let db = self.db;
        let data = db.impl_data(chosen);
        let Some(header) = db.impl_header(chosen) else { return Vec::new() };
        let Some(of) = header.trait_ref.as_ref().map(|t| t.id) else { return Vec::new() };
        let own = args.iter().skip(count);
        let mut out: Vec<(FnId, Args)> = Vec::new();
        let mut add = |list: Vec<Ty>| {
            let may_be_a_users =
                |ty: &Ty| !matches!(ty.kind(), TyKind::Prim(_) | TyKind::Ptr { .. } | TyKind::FnPtr { .. } | TyKind::Never);
            let call = (id, list.iter().chain(own.clone()).cloned().collect());
            if list.first().is_some_and(may_be_a_users) && !out.contains(&call) {
                out.push(call);
            }
        };
        if db.is_std(db.crate_of(chosen.unit)) {
            for predicate in db.predicates(GenericOwner::Impl(chosen)).iter() {
                if let Predicate::Trait(bound) = predicate.subst(impl_args)
                    && bound.id == of
                {
                    add(bound.args.to_vec());
                }
            }
        } else if data.is_derived && DERIVED.contains(&db.fn_data(id).name.name.as_str()) {
            let Some((adt, adt_args)) = args.first().and_then(Ty::as_adt) else { return Vec::new() };
            // Of an enum's variants, the default one has no fields.
            if db.adt(adt).variants.len() > 1 && db.fn_data(id).name.name == "default" {
                return Vec::new();
            }
            for field in db.field_types(adt).iter().flatten() {
                let field = field.subst(adt_args);
                add(vec![field; count.max(1)]);
            }
        }
        out
    }

    /// Every implementation that the workspace and its dependencies give; of std's traits, those alone.
    fn any_impl(&self, of: TraitId, id: FnId, args: &Args) -> Targets {
        let count = self.db.generics(GenericOwner::Trait(of)).params.len();
        let mut out: Vec<Target> = Vec::new();
        for chosen in self.db.all_impls(of) {
            if self.db.is_std(self.db.crate_of(chosen.unit)) {
                continue;
            }
            let Some(header) = self.db.impl_header(chosen) else { continue };
            // `Handler<u16>` is not behind `dyn Handler<u8>`.
            let mut solver = Solver::new(self.db, Arc::new(Env::default()));
            let fresh = solver.fresh_args(GenericOwner::Impl(chosen), &[]);
            let fits = header.trait_ref.as_ref().is_none_or(|t| {
                let given = t.subst(&fresh);
                given.args.iter().zip(args.iter()).take(count).skip(1).all(|(a, b)| {
                    let a = solver.normalize(a);
                    b.has_unknown() || matches!(b.kind(), TyKind::Param(..) | TyKind::Alias { .. }) || solver.table.unify(&a, b)
                })
            });
            // `Iterator<Item = u16>` is not behind `dyn Iterator<Item = u8>`.
            let fits = fits
                && match args.first().map(Ty::kind) {
                    Some(TyKind::Dyn(object)) => object.bindings.iter().filter(|(id, ..)| *id == of).all(|(_, name, ty)| {
                        let given = header.trait_ref.as_ref().map(|t| t.subst(&fresh));
                        match given.and_then(|given| solver.project(&given, *name)) {
                            Some(found) => found.is_unknown() || solver.table.unify(&found, ty),
                            None => true,
                        }
                    }),
                    _ => true,
                };
            if !fits {
                continue;
            }
            // Parameters that nothing here says are unknown inside, and not every type there is.
            let impl_args: Args = fresh.iter().map(|ty| solver.table.finish(ty)).collect();
            let mut own = args.to_vec();
            own[0] = header.self_ty.subst(&impl_args);
            let target = self.in_impl(chosen, &impl_args, id, &own.into(), count);
            if !out.contains(&target) {
                out.push(target);
            }
            if out.len() > IMPLS {
                return Targets::None;
            }
        }
        // The order of loading is not the order of anything a person sees.
        out.sort_by_key(|t| t.id);
        if out.is_empty() && self.db.is_std(self.db.crate_of(of.unit)) {
            return Targets::Fns(vec![Target { id, args: Arc::clone(args), forwards: Vec::new() }]);
        }
        if out.is_empty() { Targets::None } else { Targets::Fns(out) }
    }
}

fn has_opaque(ty: &Ty) -> bool {
    let mut found = false;
    ty.walk(&mut |part| found |= matches!(part.kind(), TyKind::Opaque(..)));
    found
}
