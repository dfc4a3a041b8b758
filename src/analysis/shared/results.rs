//! What a call that is not walked returns, by its signature: `&self -> &T` leads into what `self` leads to, `self -> T` is
//! what was given, `&mut self -> T` was taken out. What a signature cannot say is said by the callee's model.

use std::sync::Arc;

use super::flows::{Signature, has_argument, mentions_any_of, target_of, unknown_of};
use super::lock::{Held, Lock};
use super::outside::Outside;
use super::place::{Place, Root};
use super::shapes::Holds;
use super::value::{Adopted, Means, Outcome, Taken, Val};
use super::walk::Walk;
use crate::models::schema::{Access, AccessKind, ArgIndex, ArgRef};
use crate::resolve::defs::Container;
use crate::resolve::sig::{GenericOwner, Predicate};
use crate::resolve::ty::{Ty, TyKind};
use crate::source::Symbol;
use crate::syntax::body::ExprId;

/// What a closure's result is of a call's result.
enum Gives {
    /// That.
    Made,
    /// That, where the receiver has none.
    Instead,
}

impl Walk<'_, '_, '_> {
    /// What comes back.
    pub(super) fn result(
        &mut self,
        id: ExprId,
        what: &Outside<'_>,
        values: &[Val],
        exprs: &[ExprId],
        held: &Held,
        ran: Option<Val>,
    ) -> Val {
        let first = values.first().cloned().unwrap_or(Val::Fresh);
        let name = what.shown.rsplit("::").next().unwrap_or(what.shown);
        let model = what.model.map(|(m, _)| m);
        let adopts = model.and_then(|m| m.adopts.as_ref()).and_then(|a| argument(what, a));
        self.note_exclusive(what, &first, adopts.is_some(), held);
        if let Some(object) = model.and_then(|m| m.object) {
            return Val::Object(object);
        }
        if let Some(i) = adopts {
            return self.adopted(values.get(i).cloned().unwrap_or(Val::Unknown), what.ret);
        }
        let is_std = what.function.as_ref().is_none_or(|(f, _)| self.an.db.is_std(self.an.db.crate_of(f.unit)));
        if model.is_some_and(|m| m.foreign) || (!is_std && model.is_none() && matches!(what.ret.kind(), TyKind::Prim(_))) {
            return Val::Fresh;
        }
        if let Some(outcome) = outcome_of(&first)
            && let Some(value) = self.of_outcome(&outcome, name, values, ran.as_ref(), what.ret)
        {
            return value;
        }
        let Some(sig) = self.signature(what) else { return unknown_of(values) };
        let taken = Taken { at: exprs.first().map_or(what.at, |e| self.span(*e)), held: held.clone() };
        if let Some(value) = self.by_model(what, &sig, values, exprs, &taken) {
            return value;
        }
        if let Some(ran) = ran {
            match self.closure_gives(what) {
                Some(Gives::Made) => {
                    let is_guard = !first.guards().is_empty() && self.an.guard_types.info(what.ret).is_some() && ran.guards().is_empty();
                    let others = values.iter().skip(1).filter(|v| !matches!(v, Val::Closure(_) | Val::Fn(..) | Val::Unknown));
                    let ran = others.fold(ran, |all, other| all.join(other));
                    return if is_guard { Val::Guard(Arc::new(ran), first.guards().into()) } else { ran };
                }
                Some(Gives::Instead) => {
                    let own = self.by_type(&sig, values, exprs, &taken);
                    if self.an.borrows(&self.an.carried(&sig.ret)) {
                        self.publish(&own.targets(), &ran);
                        return own;
                    }
                    return own.join(&ran);
                }
                None => {}
            }
        }
        if let Some(value) = self.made(id, &sig, &first, values.len()) {
            return value;
        }
        self.by_type(&sig, values, exprs, &taken)
    }

    /// What is declared and called.
    pub(super) fn signature(&mut self, what: &Outside<'_>) -> Option<Signature> {
        let (function, args) = what.function.as_ref()?;
        let sig = self.an.db.fn_sig(*function);
        let first = sig.params.first().cloned()?;
        let called_first = self.an.engine.chooser.concrete(&first, args);
        let forgets = what.model.is_some_and(|(m, _)| m.forgets.iter().any(|f| argument(what, f) == Some(0)));
        let of_trait = match self.an.db.fn_data(*function).container {
            Container::Impl(of) => self.an.db.impl_header(of).is_some_and(|h| h.trait_ref.is_some()),
            Container::Trait(_) => true,
            _ => false,
        };
        Some(Signature { first, ret: sig.ret.clone(), called_first, called_ret: what.ret.clone(), forgets, of_trait })
    }

    /// What was made of a pointer and gives back what that leads to: an owner of many or the only one.
    fn adopted(&mut self, value: Val, ret: &Ty) -> Val {
        let is_counted = ret.as_adt().is_some_and(|(id, _)| self.an.shares(id, ret));
        if !is_counted {
            return Val::Adopted(Arc::new(value), Adopted::Whole);
        }
        // The owner that was added before is this one.
        if self.out.retained > 0 {
            self.out.retained -= 1;
            return value;
        }
        Val::Adopted(Arc::new(value), Adopted::Count)
    }

    /// What a model says is read out of memory, or left there.
    fn by_model(&mut self, what: &Outside<'_>, sig: &Signature, values: &[Val], exprs: &[ExprId], taken: &Taken) -> Option<Val> {
        let (model, _) = what.model?;
        let writes = model.accesses.iter().find(|a| matches!(a.how, AccessKind::Write | AccessKind::AtomicWrite));
        let access = writes.or(model.accesses.first())?;
        let on = argument(what, &access.on)?;
        let value = values.get(on).cloned().unwrap_or(Val::Unknown);
        let is_atomic = matches!(access.how, AccessKind::AtomicRead | AccessKind::AtomicWrite);
        if sig.ret.is_unit() {
            if is_atomic {
                self.given_back(&value);
            }
            return is_atomic.then_some(Val::Fresh);
        }
        let ret = self.an.carried(&sig.called_ret);
        if self.an.borrows(&ret) && !matches!(ret.kind(), TyKind::Ptr { .. }) {
            return None;
        }
        if self.leads_in(&ret, &sig.called_first) {
            // What is read at once is a copy, which the handle leads to.
            let copy = (is_atomic && on == 0).then(|| self.inside(&value, sig).pointee());
            return copy.map(|copy| Val::Ref(Arc::new(copy)));
        }
        let stood_there = on == 0 && (is_atomic || self.stood_in(sig));
        if !stood_there {
            return None;
        }
        if writes.is_none() {
            return Some(self.inside(&value, sig).pointee());
        }
        if let Some(outcome) = self.takes_flag(what, access, &value, values) {
            return Some(outcome);
        }
        let stays = access.stores.as_ref().and_then(|a| argument(what, a)).or(Some(1)).and_then(|i| values.get(i).cloned());
        Some(self.taken_out(&value, sig, stays, exprs, taken))
    }

    /// Constructors: a box or `Arc` around a value leads to it, a lock keeps it.
    fn made(&mut self, id: ExprId, sig: &Signature, first: &Val, given: usize) -> Option<Val> {
        if given != 1 || sig.borrowed().is_some() {
            return None;
        }
        if self.an.points_to(&sig.called_ret, &sig.called_first) {
            let number = self.an.made_by(self.owner, id);
            let place = Place::root(Root::Made(number));
            self.publish(std::slice::from_ref(&place), first);
            return Some(Val::to(place));
        }
        let keeps = matches!(self.an.holds(&sig.called_ret), Holds::Locked | Holds::Once) && has_argument(&sig.ret, &sig.first);
        keeps.then(|| Val::Fields(None, Arc::from([(Symbol::intern("<content>"), first.clone())])))
    }

    /// What the result of the closures that a call runs is of its own.
    fn closure_gives(&self, what: &Outside<'_>) -> Option<Gives> {
        let (function, _) = what.function.as_ref()?;
        let db = self.an.db;
        let own_from = db.generics(GenericOwner::Fn(*function)).parent_len;
        let sig = db.fn_sig(*function);
        let ret = self.an.carried(&sig.ret);
        let is_own = |ty: &Ty| {
            let mut found = false;
            ty.walk(&mut |part| found |= matches!(part.kind(), TyKind::Param(i, _) if *i as usize >= own_from));
            found
        };
        let mut gives = None;
        for predicate in db.predicates(GenericOwner::Fn(*function)).iter() {
            let Predicate::Projection { trait_ref, ty: output, .. } = predicate else { continue };
            let callable = trait_ref.self_ty();
            if !sig.params.iter().any(|p| p == callable) {
                continue;
            }
            let carried = self.an.carried(output);
            let keeps_closure = has_argument(&ret, callable);
            if is_own(output) && (keeps_closure || mentions_any_of(&ret, &carried)) {
                gives = Some(Gives::Made);
            } else if gives.is_none() && output.has_param() && !is_own(output) && (ret == carried || target_of(&ret) == Some(&carried)) {
                gives = Some(Gives::Instead);
            }
        }
        gives
    }

    /// What a method says of whether a lock was taken, or makes where it was.
    fn of_outcome(&mut self, outcome: &Arc<Outcome>, name: &str, values: &[Val], ran: Option<&Val>, ret: &Ty) -> Option<Val> {
        let means = |taken| Some(Val::Outcome(Arc::new(Outcome { lock: outcome.lock.clone(), taken })));
        match (name, outcome.taken) {
            ("is_ok" | "is_some", Means::Success) => means(Means::True),
            ("is_err" | "is_none", Means::Success) => means(Means::False),
            ("ok" | "as_ref" | "copied" | "as_bool", taken) => means(taken),
            ("map" | "and_then" | "then" | "then_some", Means::Success | Means::True) => {
                // What is made where it was taken may be its guard.
                let made = ran.or(values.get(1)).cloned().unwrap_or(Val::Unknown);
                let mut is_guard = false;
                ret.walk(&mut |part| is_guard |= part.as_adt().is_some_and(|(id, _)| self.an.extra.contains(&id)));
                Some(if is_guard { Val::Guard(Arc::new(made), Arc::from([outcome.lock.clone()])) } else { made })
            }
            _ => None,
        }
    }

    /// A flag that was taken by an exchange is given back by a store.
    fn given_back(&mut self, value: &Val) {
        for place in value.targets() {
            self.st.explicit.retain(|(l, _)| !l.place.as_ref().is_some_and(|p| p.is_same(&place)));
            if !self.out.left_free.contains(&place) && self.an.flags.contains(&place) {
                self.out.left_free.push(place);
            }
        }
    }

    /// An exchange that sets a flag, as one takes a lock: whether it was free is what it says.
    fn takes_flag(&mut self, what: &Outside<'_>, access: &Access, value: &Val, values: &[Val]) -> Option<Val> {
        let given = |arg: &Option<ArgRef>| arg.as_ref().and_then(|a| argument(what, a)).map(|i| values.get(i).and_then(Val::as_bool));
        let sets = given(&access.stores)? == Some(true) && given(&access.expects).is_none_or(|expects| expects == Some(false));
        let places = value.targets();
        let ([place], true) = (places.as_slice(), sets) else { return None };
        self.an.flags.insert(place.clone());
        let lock = Lock { place: Some(place.clone()), mode: crate::models::schema::LockMode::Exclusive, taken_at: what.at };
        // The old value, or `Ok` where it was the expected one.
        let taken = if matches!(what.ret.kind(), TyKind::Prim(_)) { Means::False } else { Means::Success };
        Some(Val::Outcome(Arc::new(Outcome { lock, taken })))
    }

    /// An exclusive reference, or an owner, that is made of the instance's own pointer.
    fn note_exclusive(&mut self, what: &Outside<'_>, first: &Val, adopts: bool, held: &Held) {
        let Some((function, args)) = &what.function else { return };
        let Some(param) = self.an.db.fn_sig(*function).params.first().map(|p| p.subst(args)) else { return };
        // The pointer itself, or what keeps one, lent.
        let pointer = match (param.kind(), first) {
            (TyKind::Ptr { .. } | TyKind::Adt(..), first) => first,
            (TyKind::Ref { .. }, Val::Ref(inner)) => inner,
            _ => return,
        };
        let Val::Ptr(places) = pointer else { return };
        let mut gives_exclusive = false;
        what.ret.walk(&mut |part| gives_exclusive |= matches!(part.kind(), TyKind::Ref { mutable: true, .. }));
        let owns = adopts && what.ret.as_adt().is_some_and(|(id, _)| Some(id) == self.an.db.lang().boxed);
        if gives_exclusive || owns {
            let places = Arc::clone(places);
            let by = if owns { "Box::from_raw" } else { what.shown };
            self.exclusive_of(&places, &exclusive_type(what.ret), what.at, by, held);
        }
    }
}

/// Which argument of this call a model means.
fn argument(what: &Outside<'_>, of: &ArgRef) -> Option<usize> {
    match of.resolve(what.model.map_or(0, |(_, binding)| binding)) {
        ArgIndex::Argument(i) => Some(i),
        ArgIndex::Return => None,
    }
}

/// Whether a lock was taken, behind a reference too.
fn outcome_of(value: &Val) -> Option<Arc<Outcome>> {
    match value {
        Val::Outcome(outcome) => Some(Arc::clone(outcome)),
        Val::Ref(inner) => outcome_of(inner),
        _ => None,
    }
}

/// The type behind `&mut T`, `Option<&mut T>`, `Box<T>`.
fn exclusive_type(ret: &Ty) -> Ty {
    let mut ty = ret.clone();
    for _ in 0..4 {
        ty = match ty.kind() {
            TyKind::Ref { ty, .. } => return ty.clone(),
            TyKind::Adt(_, args) => match args.first() {
                Some(inner) => inner.clone(),
                None => return ty,
            },
            _ => return ty,
        };
    }
    ty
}
