//! Closures and functions that are handed to what is not walked: they run there, with what they are given.

use std::sync::Arc;

use super::outside::Outside;
use super::place::Part;
use super::shapes::Holds;
use super::value::{ClosureVal, Val};
use super::walk::Walk;
use crate::analysis::effect::Hop;
use crate::models::schema::ArgIndex;
use crate::resolve::defs::Container;
use crate::resolve::ty::{Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::body::ExprId;

impl Walk<'_, '_, '_> {
    /// Closures and functions that are handed over run there, unless they are kept or run elsewhere. What the last of
    /// them returned.
    pub(super) fn run_handed(&mut self, id: ExprId, what: &Outside<'_>, values: &[Val]) -> Option<Val> {
        let first = values.first().cloned().unwrap_or(Val::Unknown);
        let element = self.element(what, &first);
        self.run_with(id, what, values, Some(&element))
    }

    /// The same, with what each of them is given.
    pub(super) fn run_with(&mut self, id: ExprId, what: &Outside<'_>, values: &[Val], given: Option<&Val>) -> Option<Val> {
        // An iterator's adaptor keeps its closure until it is consumed; what that gives is wanted here.
        let db = self.an.db;
        let is_adaptor = what.function.as_ref().is_some_and(|(f, _)| match db.fn_data(*f).container {
            Container::Trait(of) => db.lang().iterator == Some(of),
            Container::Impl(of) => {
                db.impl_header(of).and_then(|h| h.trait_ref.as_ref().map(|t| t.id)).is_some_and(|t| db.lang().iterator == Some(t))
            }
            _ => false,
        });
        let keeps = |i: usize| {
            !is_adaptor
                && what
                    .model
                    .is_some_and(|(m, binding)| m.keeps.iter().chain(&m.spawns).any(|k| k.resolve(binding) == ArgIndex::Argument(i)))
        };
        let mut out: Option<Val> = None;
        for (i, value) in values.iter().enumerate() {
            if keeps(i) {
                continue;
            }
            let dead = self.st.dead;
            // Which of several parameters gets it (`fold`, `retain` of a map) is not told apart.
            let given = vec![given.cloned().unwrap_or(Val::Unknown); 2];
            let value = match value {
                Val::Closure(closure) => {
                    let closure = Arc::clone(closure);
                    // An iterator's adaptor only keeps it; what it will be given is known here.
                    if let (Some(seen), Some(given)) = (self.closures_seen.get_mut(&(closure.owner, closure.expr)), given.first()) {
                        seen.1 = given.clone();
                    }
                    self.run_closure(Some(id), &closure, what.at, what.shown, &given)
                }
                Val::Fn(function, args) if what.function.as_ref().is_some_and(|(f, _)| self.calls_what_it_is_given(*f)) => {
                    self.call_fn(id, what.at, *function, &Arc::clone(args), &given, &[])
                }
                _ => continue,
            };
            self.st.dead = dead;
            out = Some(out.map_or(value.clone(), |o| o.join(&value)));
        }
        // Closures that an iterator carries run where it is consumed.
        if out.is_none() && !what.model.is_some_and(|(m, _)| m.spawns.is_some() || !m.keeps.is_empty()) {
            self.run_carried(id, what);
        }
        out
    }

    pub(super) fn run_carried(&mut self, id: ExprId, what: &Outside<'_>) {
        let Some((_, args)) = &what.function else { return };
        let mut carried: Vec<Ty> = Vec::new();
        let mut kept: Vec<Ty> = Vec::new();
        let collect = |ty: &Ty, out: &mut Vec<Ty>| {
            ty.walk(&mut |part| {
                if matches!(part.kind(), TyKind::Closure(..)) && !out.contains(part) {
                    out.push(part.clone());
                }
            });
        };
        collect(what.ret, &mut kept);
        for ty in args.iter() {
            collect(ty, &mut carried);
        }
        for ty in carried {
            if kept.contains(&ty) {
                continue;
            }
            if let TyKind::Closure(owner, expr, args) = ty.kind() {
                let known = self.closures_seen.get(&(*owner, *expr)).cloned();
                let (closure, given) = known.unwrap_or_else(|| {
                    let closure =
                        ClosureVal { owner: *owner, expr: *expr, args: Arc::clone(args), captured: Vec::new(), this: Val::Unknown };
                    (Arc::new(closure), Val::Unknown)
                });
                let summary = self.an.closure(&closure, vec![given]);
                let held = self.held(super::walk::At::Call(id));
                let hop = (closure.owner != self.owner).then(|| Hop { at: what.at, callee: what.shown.into(), id: None });
                self.out.absorb(&summary, hop.as_ref(), &held);
            }
        }
    }

    /// Whether a function without a text calls the functions that it is given (`map`), rather than keeps them.
    pub(super) fn calls_what_it_is_given(&self, id: crate::resolve::ids::FnId) -> bool {
        let db = self.an.db;
        db.is_std(db.crate_of(id.unit))
    }

    /// What a closure is given that runs on this value: what is in an `Option`, what an iterator gives, the elements of a
    /// collection.
    fn element(&mut self, what: &Outside<'_>, this: &Val) -> Val {
        let Some(param) = self.signature(what).map(|sig| sig.called_first) else { return this.clone() };
        let (lent, of) = match param.kind() {
            TyKind::Ref { ty, .. } => (true, ty.clone()),
            _ => (false, param.clone()),
        };
        if self.an.holds(&of) == Holds::Elements {
            return elements(this);
        }
        match this {
            Val::Ref(inner) if lent && **inner != Val::Unknown => (**inner).clone(),
            _ => this.clone(),
        }
    }
}

/// References to the elements of a collection, of a reference to it.
pub(super) fn elements(of: &Val) -> Val {
    match of {
        Val::Ptr(places) => Val::Ptr(places.iter().map(|p| p.then(Part::Item)).collect()),
        Val::Ref(inner) => match inner.field(Symbol::intern("[0]"), Part::Item) {
            Val::Unknown => of.clone(),
            element => Val::Ref(Arc::new(element)),
        },
        Val::Guard(inner, _) => elements(inner),
        _ => of.clone(),
    }
}
