//! What is handed to a callee and runs there: closures, functions, methods of the types that it knows by their bounds.

use super::effect::{Hop, merge};
use super::frame::Frame;
use super::value::{ClosureVal, Val};
use crate::models::schema::{ArgIndex, Invocation, Model};
use crate::resolve::defs::Container;
use crate::resolve::ids::{Def, FnId};
use crate::resolve::sig::{GenericOwner, ParamKind, Predicate};
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::Span;
use std::sync::Arc;

/// How many methods one call may hand on to, through all parts of its receiver.
const FORWARDS: usize = 256;

impl<'a> Frame<'_, 'a> {
    pub(super) fn run_closure(&mut self, closure: &Arc<ClosureVal>, at: Span, shown: &str, values: &[Val]) -> Val {
        let summary = self.engine.closure(closure, values.to_vec());
        // A closure of this very body is no hop: its code stands here.
        if closure.owner == self.owner {
            self.add(summary.cost.clone());
            for effect in &summary.effects {
                merge(&mut self.effects, effect, None);
            }
        } else {
            self.absorb(&summary, &Hop { at, callee: shown.into(), id: None });
        }
        if summary.diverges {
            self.die();
        }
        summary.ret.clone()
    }

    /// What a method without a text hands on to, each of it once: types that contain each other are a graph with more
    /// ways through it than can be walked, and types that grow as they contain themselves have no end.
    pub(super) fn forward(&mut self, calls: &[(FnId, Args)], at: Span) {
        let is_outermost = self.engine.forwarding.is_empty();
        for call in calls {
            let is_large = call.1.iter().any(Ty::is_large);
            if !is_large && self.engine.forwarding.len() < FORWARDS && self.engine.forwarding.insert(call.clone()) {
                self.call_fn(None, at, call.0, &call.1, &[Val::Unknown], &[]);
            }
        }
        if is_outermost {
            self.engine.forwarding.clear();
        }
    }

    /// By type parameter: whether a bound allows the callee to call what it stands for.
    pub(super) fn called_params(&self, id: FnId) -> Vec<bool> {
        let db = self.engine.db;
        let lang = db.lang();
        let markers = [lang.sized, lang.meta_sized, lang.pointee_sized, lang.destruct, lang.copy, lang.clone];
        let generics = db.generics(GenericOwner::Fn(id));
        let mut called: Vec<bool> = generics.params.iter().map(|p| p.kind == ParamKind::SelfType).collect();
        let mut owner = Some(GenericOwner::Fn(id));
        while let Some(of) = owner {
            for predicate in db.predicates(of).iter() {
                let Predicate::Trait(bound) = predicate else { continue };
                if let TyKind::Param(index, _) = bound.self_ty().kind()
                    && !markers.contains(&Some(bound.id))
                    && !db.trait_data(bound.id).is_auto
                    && let Some(called) = called.get_mut(*index as usize)
                {
                    *called = true;
                }
            }
            owner = db.parent_owner(of);
        }
        called
    }

    /// Closures (and functions) that are handed to a function without a body run there, unless they go on in its
    /// result or its model keeps them.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    pub(super) fn run_handed(
        &mut self,
        values: &[Val],
        callee: Option<(FnId, &Args)>,
        ret: &Ty,
        at: Span,
        shown: &str,
        model: Option<(&Model, usize)>,
        rounds: Rounds,
    ) {
        let no_args: Args = Arc::from([]);
        let args = callee.map_or(&no_args, |(_, args)| args);
        let callee = callee.map(|(id, _)| id);
        let mut kept_types: Vec<Ty> = Vec::new();
        ret.walk(&mut |part| {
            if matches!(part.kind(), TyKind::Closure(..) | TyKind::FnDef(..)) {
                kept_types.push(part.clone());
            }
        });
        let keeps = |i: usize| {
            model.is_some_and(|(m, binding)| m.keeps.iter().chain(&m.spawns).any(|k| k.resolve(binding) == ArgIndex::Argument(i)))
        };
        let mut done: Vec<Ty> = Vec::new();
        let called = callee.map(|id| self.called_params(id));
        let declared = callee.map(|id| self.engine.db.fn_sig(id));
        // `drop(f)`, `list.push(f)`: what no bound allows to call is not called.
        let is_called = |i: usize| {
            let (Some(called), Some(ty)) = (&called, declared.as_ref().and_then(|sig| sig.params.get(i))) else { return true };
            let mut some = false;
            let mut none = true;
            ty.walk(&mut |part| {
                if let TyKind::Param(index, _) = part.kind() {
                    none = false;
                    some |= called.get(*index as usize).copied().unwrap_or(true);
                }
            });
            some || none
        };
        for (i, value) in values.iter().enumerate() {
            if keeps(i) || !is_called(i) {
                // What is kept or runs elsewhere does not run through its type either.
                match value {
                    Val::Closure(c) => done.push(Ty::new(TyKind::Closure(c.owner, c.expr, Arc::clone(&c.args)))),
                    Val::Fn(id, args) => done.push(Ty::new(TyKind::FnDef(*id, Arc::clone(args)))),
                    _ => {}
                }
                continue;
            }
            match value {
                Val::Closure(closure) => {
                    let ty = Ty::new(TyKind::Closure(closure.owner, closure.expr, Arc::clone(&closure.args)));
                    if !kept_types.contains(&ty) {
                        let closure = Arc::clone(closure);
                        self.run_rounds(rounds, at, |f| {
                            f.run_closure(&closure, at, shown, &[]);
                        });
                    }
                    done.push(ty);
                }
                Val::Fn(fn_id, fn_args) => {
                    let ty = Ty::new(TyKind::FnDef(*fn_id, Arc::clone(fn_args)));
                    if !kept_types.contains(&ty) {
                        let (fn_id, fn_args) = (*fn_id, Arc::clone(fn_args));
                        self.run_rounds(rounds, at, |f| {
                            f.call_fn(None, at, fn_id, &fn_args, &[], &[]);
                        });
                    }
                    done.push(ty);
                }
                _ => {}
            }
        }
        // A model that keeps or spawns speaks for the types too: `spawn<F>` does not run `F`.
        if model.is_some_and(|(m, _)| m.spawns.is_some() || !m.keeps.is_empty()) {
            return;
        }
        // What the receiver carries in its type: the closures of an iterator chain that is consumed here.
        let mut carried: Vec<Ty> = Vec::new();
        for (index, ty) in args.iter().enumerate() {
            if called.as_ref().is_some_and(|called| called.get(index) == Some(&false)) {
                continue;
            }
            ty.walk(&mut |part| {
                if matches!(part.kind(), TyKind::Closure(..) | TyKind::FnDef(..))
                    && !done.contains(part)
                    && !kept_types.contains(part)
                    && !carried.contains(part)
                {
                    carried.push(part.clone());
                }
            });
        }
        for ty in carried {
            self.run_rounds(rounds, at, |f| match ty.kind() {
                TyKind::Closure(owner, expr, closure_args) => {
                    let closure = ClosureVal {
                        owner: *owner,
                        expr: *expr,
                        args: Arc::clone(closure_args),
                        captured: Vec::new(),
                        self_val: Val::Unknown,
                    };
                    f.run_closure(&Arc::new(closure), at, shown, &[]);
                }
                TyKind::FnDef(fn_id, fn_args) => {
                    f.call_fn(None, at, *fn_id, &Arc::clone(fn_args), &[], &[]);
                }
                _ => {}
            });
        }
    }

    /// Run what a callee calls, so many times as it does. It may not be called at all: nothing after it is unreachable.
    pub(super) fn run_rounds(&mut self, rounds: Rounds, at: Span, f: impl FnOnce(&mut Self)) {
        let (dead, factor) = (self.dead, self.factor);
        let count = match rounds {
            Rounds::Once => Some(1),
            Rounds::Count(count) => Some(count),
            Rounds::Unknown => None,
        };
        self.factor = factor.saturating_mul(count.unwrap_or(1));
        let ((), once, exits) = self.apart(f);
        (self.dead, self.factor) = (dead, factor);
        self.add_rounds(&once, exits, count, at);
    }

    /// How often a function without a body calls what it was handed.
    pub(super) fn rounds_of(&self, named: FnId, values: &[Val], model: Option<(&Model, usize)>) -> Rounds {
        let db = self.engine.db;
        let length = |value: Option<&Val>| match value.map(Val::hard) {
            Some(Val::Count(count)) => Rounds::Count(*count),
            Some(Val::Tuple(parts)) => Rounds::Count(parts.len() as u128),
            _ => Rounds::Unknown,
        };
        if let Some((model, binding)) = model
            && let Some(ArgIndex::Argument(i)) = model.repeats.as_ref().map(|r| r.resolve(binding))
        {
            return length(values.get(i));
        }
        match db.fn_data(named).container {
            Container::Trait(of) if db.lang().iterator == Some(of) && db.fn_data(named).name.name != "next" => length(values.first()),
            _ => Rounds::Once,
        }
    }

    /// A method that a callee invokes on a type behind its parameter.
    pub(super) fn invoke(&mut self, fn_id: FnId, args: &Args, of_call: FnId, invocation: &Invocation, at: Span) {
        let db = self.engine.db;
        let generics = db.generics(GenericOwner::Fn(fn_id));
        let parent = db.parent_owner(GenericOwner::Fn(fn_id)).map(|p| db.generics(p));
        let find = |name: &str| {
            let named = |g: &crate::resolve::sig::Generics| g.params.iter().position(|p| p.name == name);
            named(&generics).or_else(|| parent.as_ref().and_then(|g| named(g)))
        };
        // A trait's parameters, where an implementation names its own otherwise: `impl<T, U> Into<U> for T`.
        let of_trait = match (db.fn_data(of_call).container, db.fn_data(fn_id).container) {
            (Container::Trait(id), Container::Impl(chosen)) => {
                let header = db.impl_header(chosen).and_then(|h| h.trait_ref.as_ref().map(|t| t.args.clone()));
                header.map(|header| (id, header.iter().map(|ty| ty.subst(args)).collect::<Vec<_>>()))
            }
            _ => None,
        };
        let in_trait = |name: &str| {
            let (id, args) = of_trait.as_ref()?;
            let index = db.generics(GenericOwner::Trait(*id)).params.iter().position(|p| p.name == name)?;
            args.get(index).cloned()
        };
        let named = |name: &str| match find(name) {
            _ if in_trait(name).is_some() => in_trait(name),
            Some(index) => args.get(index).cloned(),
            None if name == "Self" => args.first().cloned(),
            None => None,
        };
        let ty = named(&invocation.of);
        let (Some(ty), Some((trait_path, name))) = (ty, invocation.method.rsplit_once("::")) else { return };
        let Some(Def::Trait(trait_id)) = db.find_path(trait_path) else { return };
        let Some(target) = db.trait_fn(Some(trait_id), name) else { return };
        if ty.is_unknown() || matches!(ty.kind(), TyKind::Param(..)) {
            return;
        }
        let count = db.generics(GenericOwner::Fn(target)).params.len();
        let mut all = vec![ty];
        all.extend(invocation.with.iter().map(|name| named(name).unwrap_or_else(Ty::unknown)));
        all.resize(count.max(1), Ty::unknown());
        self.call_fn(None, at, target, &all.into(), &[Val::Unknown], &[]);
    }
}

/// How often something runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rounds {
    Once,
    Count(u128),
    Unknown,
}
