//! What is handed to a callee and runs there: closures, functions, methods of the types that it knows by their bounds.

use super::effect::{Hop, merge};
use super::engine::Summary;
use super::frame::Frame;
use super::value::{ClosureVal, Val};
use crate::models::schema::{ArgIndex, Invocation, Model};
use crate::resolve::defs::Container;
use crate::resolve::ids::{Def, FnId};
use crate::resolve::infer::BodyOwner;
use crate::resolve::sig::{GenericOwner, ParamKind, Predicate};
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::Span;
use crate::syntax::body::ExprId;
use std::sync::Arc;

impl<'a> Frame<'_, 'a> {
    /// A closure, with what is known of its variables: also for whoever meets it by its type alone later.
    pub(super) fn closure_made(&mut self, closure: ClosureVal) -> Val {
        let key = (closure.owner, closure.expr, Arc::clone(&closure.args));
        // Made anew with other variables, it may be either.
        let known = match self.engine.closures.get(&key) {
            Some(known) if self.loops.is_empty() || **known == closure => closure.clone(),
            Some(known) => known.join(&closure),
            None => closure.clone(),
        };
        self.engine.closures.insert(key, Arc::new(known));
        Val::Closure(Arc::new(closure))
    }

    /// What an adaptor will give to the closure that it keeps: `[5, 10].iter().map(|ms| …)`.
    pub(super) fn remember_elements(&mut self, model: &Model, binding: usize, callee: Option<(FnId, &Args, FnId)>, values: &[Val]) {
        let Some((_, _, named)) = callee else { return };
        for kept in &model.keeps {
            let ArgIndex::Argument(index) = kept.resolve(binding) else { continue };
            let Some(Val::Closure(closure)) = values.get(index).map(Val::hard) else { continue };
            let key = (closure.owner, closure.expr, Arc::clone(&closure.args));
            let given = match self.given_to(values, index, Some(named)) {
                Given::Same(given) => vec![given],
                Given::Each(all) => all,
            };
            self.engine.given.insert(key, given);
        }
    }

    /// What a closure is given where it runs by its type alone.
    fn given_by_type(&self, owner: BodyOwner, expr: ExprId, args: &Args) -> Vec<Val> {
        let Some(all) = self.engine.given.get(&(owner, expr, Arc::clone(args))) else { return Vec::new() };
        // Where all elements are asked for one by one, this one; else any of them.
        if let Some((index, count)) = self.engine.asked
            && all.len() == count
            && let Some(given) = all.get(index)
        {
            return given.clone();
        }
        let join = |a: Vec<Val>, b: Vec<Val>| a.iter().zip(&b).map(|(x, y)| x.join(y)).collect();
        all.iter().cloned().reduce(join).unwrap_or_default()
    }

    /// A closure of which only the type is at hand.
    pub(super) fn closure_of(&self, owner: BodyOwner, expr: ExprId, args: &Args) -> Arc<ClosureVal> {
        match self.engine.closures.get(&(owner, expr, Arc::clone(args))) {
            Some(known) => Arc::clone(known),
            None => Arc::new(ClosureVal { owner, expr, args: Arc::clone(args), captured: Vec::new(), self_val: Val::Unknown }),
        }
    }

    pub(super) fn run_closure(&mut self, closure: &Arc<ClosureVal>, at: Span, shown: &str, values: &[Val]) -> Val {
        self.closure_runs(closure, at, shown, values).ret.clone()
    }

    /// The same; what it came to is given back.
    pub(super) fn closure_runs(&mut self, closure: &Arc<ClosureVal>, at: Span, shown: &str, values: &[Val]) -> Arc<Summary> {
        let summary = self.engine.closure(closure, values.to_vec());
        // A closure of this very body is no hop: its code stands here.
        if closure.owner == self.owner {
            self.add(summary.cost.clone());
            self.asks_as(&summary);
            for (target, effect) in &summary.recursive {
                let mut effect = effect.clone();
                if effect.place.is_empty() {
                    effect.place = at;
                }
                self.circle(*target, effect);
            }
            for effect in &summary.effects {
                // The loops around it here run it, too.
                match effect.times(self.factor) {
                    Some(more) => merge(&mut self.effects, &more, None),
                    None => merge(&mut self.effects, effect, None),
                }
            }
        } else {
            self.absorb(&summary, &Hop { at, callee: shown.into(), id: None });
        }
        if summary.diverges {
            self.die();
        }
        summary
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
        named: Option<FnId>,
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
        let mut given_back: Option<Val> = None;
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
            match value.hard() {
                Val::Closure(closure) => {
                    let ty = Ty::new(TyKind::Closure(closure.owner, closure.expr, Arc::clone(&closure.args)));
                    if !kept_types.contains(&ty) {
                        let closure = Arc::clone(closure);
                        match self.given_to(values, i, named) {
                            Given::Each(elements) => self.run_each(at, &elements, |f, given| {
                                f.run_closure(&closure, at, shown, given);
                            }),
                            Given::Same(given) => self.run_rounds(rounds, at, |f| {
                                given_back = Some(f.run_closure(&closure, at, shown, &given));
                            }),
                        }
                    }
                    done.push(ty);
                }
                Val::Fn(fn_id, fn_args) => {
                    let ty = Ty::new(TyKind::FnDef(*fn_id, Arc::clone(fn_args)));
                    if !kept_types.contains(&ty) {
                        let (fn_id, fn_args) = (*fn_id, Arc::clone(fn_args));
                        match self.given_to(values, i, named) {
                            Given::Each(elements) => self.run_each(at, &elements, |f, given| {
                                f.call_fn(None, at, fn_id, &fn_args, given, &[]);
                            }),
                            Given::Same(given) => self.run_rounds(rounds, at, |f| {
                                given_back = Some(f.call_fn(None, at, fn_id, &fn_args, &given, &[]));
                            }),
                        }
                    }
                    done.push(ty);
                }
                _ => {}
            }
        }
        self.given_back = given_back;
        // A model that keeps or spawns speaks for the types too: `spawn<F>` does not run `F`.
        if model.is_some_and(|(m, _)| m.spawns.is_some() || !m.keeps.is_empty()) {
            return;
        }
        // The chain's own closures run where its `next` is called, which the model says.
        let asks_next = model.is_some_and(|(m, _)| m.invokes.iter().any(is_next));
        let is_next = named.is_some_and(|id| matches!(self.engine.db.fn_data(id).name.name.as_str(), "next" | "next_back"));
        let is_of_trait = callee.is_some_and(|id| matches!(self.engine.db.fn_data(id).container, Container::Trait(_)));
        // What the receiver carries in its type: the closures of an iterator chain that is consumed here.
        let mut carried: Vec<Ty> = Vec::new();
        for (index, ty) in args.iter().enumerate() {
            if called.as_ref().is_some_and(|called| called.get(index) == Some(&false)) {
                continue;
            }
            if asks_next && !is_next {
                continue;
            }
            // What lies further in, the call of the inner `next` runs.
            let own = if asks_next { own_closures(ty, is_of_trait) } else { Vec::new() };
            ty.walk_values(&mut |part| {
                if matches!(part.kind(), TyKind::Closure(..) | TyKind::FnDef(..))
                    && (!asks_next || own.contains(part))
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
                    let closure = f.closure_of(*owner, *expr, closure_args);
                    let given = f.given_by_type(*owner, *expr, closure_args);
                    f.run_closure(&closure, at, shown, &given);
                }
                TyKind::FnDef(fn_id, fn_args) => {
                    f.call_fn(None, at, *fn_id, &Arc::clone(fn_args), &[], &[]);
                }
                _ => {}
            });
        }
    }

    /// What a callee gives to the closure that it was handed: an iterator its elements, an `Option` what is in it.
    fn given_to(&self, values: &[Val], closure: usize, named: Option<FnId>) -> Given {
        let nothing = Given::Same(Vec::new());
        let (Some(named), Some(receiver)) = (named, values.first()) else { return nothing };
        if closure == 0 {
            return nothing;
        }
        let db = self.engine.db;
        let data = db.fn_data(named);
        if matches!(data.container, Container::Trait(of) if db.lang().iterator == Some(of)) {
            let Val::Tuple(elements) = receiver.hard() else { return nothing };
            // `fold(first, |sum, element| …)`
            let before = usize::from(matches!(data.name.name.as_str(), "fold" | "try_fold" | "reduce" | "try_reduce" | "rfold"));
            let given = |element: &Val| {
                let mut all = vec![Val::Unknown; before];
                all.push(element.clone());
                all
            };
            let same = elements.windows(2).all(|pair| pair[0] == pair[1]);
            return match elements.first() {
                Some(first) if same => Given::Same(given(first)),
                Some(_) if elements.len() <= EACH => Given::Each(elements.iter().map(given).collect()),
                _ => nothing,
            };
        }
        match receiver.hard() {
            inner @ Val::Variant(id, parts) if [db.lang().option, db.lang().result].contains(&Some(id.adt)) => {
                match (self.is_full(inner, Some(id.adt)), parts.first()) {
                    (Some(true), Some(part)) => Given::Same(vec![part.clone()]),
                    _ => nothing,
                }
            }
            _ => nothing,
        }
    }

    /// Run something once with each.
    fn run_each(&mut self, at: Span, elements: &[Vec<Val>], mut f: impl FnMut(&mut Self, &[Val])) {
        let before = std::mem::take(&mut self.effects);
        let mut rounds = Vec::new();
        for given in elements {
            self.run_rounds(Rounds::Once, at, |frame| f(frame, given));
            rounds.push(std::mem::take(&mut self.effects));
        }
        self.effects = before;
        for effect in super::sums::added_up(rounds, self.factor) {
            merge(&mut self.effects, &effect, None);
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
    pub(super) fn invoke(
        &mut self,
        (fn_id, args, of_call): (FnId, &Args, FnId),
        invocation: &Invocation,
        values: &[Val],
        rounds: Rounds,
        at: Span,
    ) {
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
        let all: Args = all.into();
        let receiver = match values.first() {
            Some(value) if invocation.method.ends_with("From::from") => value.clone(),
            _ => self.behind(fn_id, invocation, values),
        };
        // Elements are asked for one by one, and cloned so.
        let rounds = if is_next(invocation) || invocation.method.ends_with("::clone") { rounds } else { Rounds::Once };
        if let Rounds::Count(count) = rounds
            && self.engine.given.values().any(|given| given.len() as u128 == count && count > 1)
        {
            return self.ask_each(count as usize, at, |f| {
                f.call_fn(None, at, target, &all, std::slice::from_ref(&receiver), &[]);
            });
        }
        let mut made = Val::Unknown;
        self.run_rounds(rounds, at, |f| {
            made = f.call_fn(None, at, target, &all, &[receiver], &[]);
        });
        if invocation.method.ends_with("From::from") {
            self.converted_by = Some(made);
        }
    }

    /// Ask an iterator for its elements one by one: what its adaptors do may depend on which it is.
    fn ask_each(&mut self, count: usize, at: Span, mut f: impl FnMut(&mut Self)) {
        let before = std::mem::take(&mut self.effects);
        let outer = self.engine.asked;
        let mut rounds = Vec::new();
        for index in 0..count {
            self.engine.asked = Some((index, count));
            self.run_rounds(Rounds::Once, at, &mut f);
            rounds.push(std::mem::take(&mut self.effects));
        }
        self.engine.asked = outer;
        self.effects = before;
        for effect in super::sums::added_up(rounds, self.factor) {
            merge(&mut self.effects, &effect, None);
        }
    }

    /// The value that a method is invoked on, where it is a handle or what a collection is made of.
    fn behind(&self, callee: FnId, invocation: &Invocation, values: &[Val]) -> Val {
        let sig = self.engine.db.fn_sig(callee);
        let names = |ty: &Ty| {
            let mut found = false;
            ty.walk(&mut |part| found |= matches!(part.kind(), TyKind::Param(_, name) if *name == invocation.of.as_str()));
            found
        };
        let at = match invocation.method.rsplit("::").next() {
            Some("from_iter") => Some(0),
            _ => sig.params.iter().position(names).or(Some(0)),
        };
        match at.and_then(|at| values.get(at)) {
            Some(value @ (Val::Handle(_) | Val::Count(_))) => value.clone(),
            Some(Val::Tuple(parts)) => Val::Count(parts.len() as u128),
            _ => Val::Unknown,
        }
    }
}

/// How many elements a closure is run for one by one.
pub(super) const EACH: usize = 64;

/// What a closure is called with.
enum Given {
    /// The same each time.
    Same(Vec<Val>),
    /// These, one after the other.
    Each(Vec<Vec<Val>>),
}

/// The closures that an iterator has itself, not through another iterator that it has: of a trait's method, by the type
/// that it is called on; of an implementation's, by one of the arguments of that.
fn own_closures(ty: &Ty, is_whole: bool) -> Vec<Ty> {
    let is_closure = |ty: &Ty| matches!(ty.kind(), TyKind::Closure(..) | TyKind::FnDef(..));
    match ty.peel_refs().kind() {
        TyKind::Adt(_, args) if is_whole => args.iter().filter(|arg| is_closure(arg)).cloned().collect(),
        _ if is_closure(ty) => vec![ty.clone()],
        _ => Vec::new(),
    }
}

fn is_next(invocation: &Invocation) -> bool {
    matches!(invocation.method.rsplit("::").next(), Some("next" | "next_back"))
}

/// How often something runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rounds {
    Once,
    Count(u128),
    Unknown,
}
