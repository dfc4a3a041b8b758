//! Calls of what is not walked: std, bindings, other crates' models. What they do to places and locks by their model, and
//! where that says nothing, by their signature: what is borrowed is read, what is borrowed exclusively is written.

use std::sync::Arc;

use super::facts::{Acquisition, Started, What};
use super::flows::target_of;
use super::lock::{Held, Lock};
use super::place::{Part, Place};
use super::value::{Means, Outcome, Taken, Val};
use super::walk::{At, Walk};
use crate::models::schema::{AccessKind, ArgIndex, ArgRef, GuardForm, KernelObject, Latency, LockEffect, LockOp, Model};
use crate::resolve::defs::Container;
use crate::resolve::ids::{FnId, VariantId};
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::{Span, Symbol};
use crate::syntax::body::ExprId;

/// What is called.
pub(super) struct Outside<'c> {
    /// Its model, and which binding.
    pub model: Option<(&'c Model, usize)>,
    /// The function, if one is known.
    pub function: Option<(FnId, Args)>,
    /// As shown.
    pub shown: &'c str,
    /// Its name in the call.
    pub at: Span,
    /// What it returns.
    pub ret: &'c Ty,
}

impl Walk<'_, '_, '_> {
    pub(super) fn outside(&mut self, id: ExprId, what: &Outside<'_>, values: &[Val], exprs: &[ExprId]) -> Val {
        let held = self.held(At::Call(id));
        self.note_call(id, &held);
        let argument = |of: &ArgRef| match of.resolve(what.model.map_or(0, |(_, binding)| binding)) {
            ArgIndex::Argument(i) => Some(i),
            ArgIndex::Return => None,
        };
        let model = what.model.map(|(m, _)| m);
        if let Some(lock) = model.and_then(|m| m.lock.as_ref())
            && let Some(on) = argument(&lock.on)
            && let Some(value) = self.locked(id, what, lock, on, values, exprs, &held)
        {
            self.gave(id, &value);
            return value;
        }
        self.accesses(what, values, exprs, &held);
        self.uses(what, values, exprs, &held);
        let ran = self.run_handed(id, what, values);
        if let Some(model) = model {
            if let Some(i) = model.releases.as_ref().and_then(argument) {
                let value = self.handle_of(values.get(i), exprs.get(i).copied());
                self.released(value.as_ref(), what, &held);
            }
            if model.retains.is_some() {
                self.out.retained += 1;
            }
            // A clone of a counted pointer that nobody drops leaves its count behind.
            let leaves = |value: Option<&Val>| matches!(value, Some(Val::Ptr(_)));
            if is_unit(what.ret) && model.forgets.iter().filter_map(argument).any(|i| leaves(values.get(i))) {
                self.out.retained += 1;
            }
            for i in model.drops.iter().filter_map(argument) {
                if let (Some(value), Some(expr)) = (values.get(i), exprs.get(i)) {
                    let ty = self.type_of(*expr);
                    match target_of(&ty).cloned() {
                        // Dropped where it is: what a `ManuallyDrop` keeps.
                        Some(slot) => {
                            self.release(value, what.at, what.shown, &held);
                            let kept = self.an.deref_target(&slot).unwrap_or(slot);
                            self.drop_value(&value.pointee(), &kept, what.at, &held);
                        }
                        None => self.drop_value(value, &ty, what.at, &held),
                    }
                }
            }
            if let Some(i) = model.spawns.as_ref().and_then(argument)
                && let Some(runs) = values.get(i)
            {
                let given = values.get(i + 1).cloned().unwrap_or(Val::Unknown);
                let started = Started { at: what.at, runs: runs.cut(), given: given.cut(), chain: Default::default() };
                if !self.out.started.contains(&started) {
                    self.out.started.push(started);
                }
            }
        }
        let value = self.result(id, what, values, exprs, &held, ran);
        self.gave(id, &value);
        value
    }

    /// A lock operation; `None` where the call turns out to be none.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn locked(
        &mut self,
        id: ExprId,
        what: &Outside<'_>,
        lock: &LockEffect,
        on: usize,
        values: &[Val],
        exprs: &[ExprId],
        held: &Held,
    ) -> Option<Val> {
        let this = values.get(on).cloned().unwrap_or(Val::Unknown);
        let given = this.guards();
        // A guard stands for the lock that it holds, not for what that protects.
        let (places, is_own) = match given.as_slice() {
            [] => lock_places(&this),
            locks => (locks.iter().filter_map(|l| l.place.clone()).collect(), false),
        };
        if lock.op == LockOp::Release {
            // Whoever gives it back shows that it is a mutex.
            self.an.mutexes.extend(places.iter().cloned());
            for place in &places {
                self.free(place);
            }
            if places.is_empty() && !is_own {
                self.st.explicit.pop();
            }
            return Some(Val::Fresh);
        }
        if lock.of == Some(KernelObject::Mutex) && !self.is_mutex(&this, &places) {
            return None;
        }
        if lock.op == LockOp::Convert {
            let locks: Vec<Lock> = given.iter().map(|l| Lock { mode: lock.mode, ..l.clone() }).collect();
            for lock in &locks {
                self.acquires(lock, id);
            }
            return Some(if locks.is_empty() { this } else { Val::Guard(Arc::new(this.unguarded()), locks.into()) });
        }
        if matches!(lock.op, LockOp::WaitReleasing | LockOp::RunReleased) {
            let is_given = |l: &Lock| given.contains(l) || l.place.as_ref().is_some_and(|p| places.iter().any(|q| q.is_same(p)));
            if let Some(known) = self.at_calls.get_mut(&id) {
                known.retain(|l| !is_given(l));
            }
            if lock.op == LockOp::RunReleased {
                let before = self.given_up.len();
                self.given_up.extend(held.may.iter().filter(|l| is_given(l)).cloned());
                let ran = self.run_handed(id, what, values);
                self.given_up.truncate(before);
                return Some(ran.unwrap_or(Val::Fresh));
            }
            let _ = self.run_handed(id, what, values);
            return Some(match what.ret.kind() {
                TyKind::Tuple(_) => pair(this),
                TyKind::Adt(_, args) if args.first().is_some_and(|a| matches!(a.kind(), TyKind::Tuple(_))) => pair(this),
                _ => this,
            });
        }
        // What is made once keeps nobody out afterwards.
        let kind = exprs.get(on).map(|e| self.type_of(*e));
        if lock.op == LockOp::RunUnder && kind.is_some_and(|ty| self.an.is_once(ty.peel_refs())) {
            return None;
        }
        let place = match places.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        };
        let this_lock = Lock { place, mode: lock.mode, taken_at: what.at };
        let blocks = lock.op != LockOp::Try && self.waits_for_ever(what, values);
        if !is_own {
            let one = Acquisition { lock: this_lock.clone(), by: what.shown.into(), blocks, held: held.clone(), chain: Default::default() };
            self.out.acquisition(one);
            if lock.guard == GuardForm::Explicit {
                self.touch(&places, What::Use, what.at, what.shown, held);
            }
        }
        self.acquires(&this_lock, id);
        let content = if given.is_empty() { content_of(&this) } else { this.unguarded() };
        if lock.op == LockOp::RunUnder {
            if !is_own {
                self.take_explicitly(this_lock.clone());
            }
            let ran = self.run_with(id, what, values, Some(&content));
            self.st.explicit.retain(|(l, _)| *l != this_lock);
            return Some(ran.unwrap_or(Val::Unknown));
        }
        if lock.guard == GuardForm::Return {
            return Some(if is_own { content } else { Val::Guard(Arc::new(content), Arc::from([this_lock])) });
        }
        if is_own {
            return Some(Val::Unknown);
        }
        let waits = lock.of.is_some();
        let taken = if waits { Means::Wait } else { Means::True };
        if blocks {
            self.take_explicitly(this_lock.clone());
            return Some(if waits { Val::Outcome(Arc::new(Outcome { lock: this_lock, taken })) } else { Val::Fresh });
        }
        Some(Val::Outcome(Arc::new(Outcome { lock: this_lock, taken })))
    }

    /// Whether an acquisition has no limit: no timeout, or one that is `INFINITE`.
    fn waits_for_ever(&self, what: &Outside<'_>, values: &[Val]) -> bool {
        let Some((model, binding)) = what.model else { return true };
        match &model.latency {
            Some(Latency::Timeout(timeout)) => match timeout.arg.resolve(binding) {
                ArgIndex::Argument(i) => match values.get(i) {
                    Some(Val::Known(known)) => known.as_int().is_some_and(|n| n == i128::from(u32::MAX) || n == -1),
                    _ => false,
                },
                ArgIndex::Return => false,
            },
            _ => true,
        }
    }

    fn is_mutex(&self, this: &Val, places: &[Place]) -> bool {
        matches!(this, Val::Object(KernelObject::Mutex))
            || places.iter().any(|p| {
                self.an.mutexes.iter().any(|m| m.is_same(p)) || p.path.last().is_some_and(|part| self.an.mutex_fields.contains(part))
            })
    }

    /// What is read and written of what the arguments lead to.
    fn accesses(&mut self, what: &Outside<'_>, values: &[Val], exprs: &[ExprId], held: &Held) {
        let span_of = |walk: &Self, i: usize| exprs.get(i).map_or(what.at, |e| walk.span(*e));
        if let Some((model, binding)) = what.model
            && !model.accesses.is_empty()
        {
            for access in &model.accesses {
                let ArgIndex::Argument(i) = access.on.resolve(binding) else { continue };
                let Some(value) = values.get(i) else { continue };
                let places = value.targets();
                let how = match access.how {
                    AccessKind::Read => What::Read,
                    AccessKind::Write => What::Write,
                    AccessKind::AtomicRead => What::Load,
                    AccessKind::AtomicWrite => What::Store,
                };
                let at = span_of(self, i);
                self.touch(&places, how, at, what.shown, held);
                if how.writes() {
                    let taken = Taken { at, held: held.clone() };
                    self.overwritten(&places, &taken);
                    let stored = access.stores.as_ref().map_or(Some(i + 1), |arg| match arg.resolve(binding) {
                        ArgIndex::Argument(stored) => Some(stored),
                        ArgIndex::Return => None,
                    });
                    if access.stores.is_some()
                        && let Some(from) = stored
                    {
                        self.exchanged(what, (value, exprs.get(i)), (values.get(from), from), &taken);
                    }
                    let stored = stored.and_then(|i| values.get(i));
                    if let Some(stored) = stored.cloned() {
                        self.publish(&places, &stored);
                    }
                }
            }
            return;
        }
        let Some((function, args)) = &what.function else { return };
        let db = self.an.db;
        let sig = db.fn_sig(*function);
        let data = db.fn_data(*function);
        let is_foreign = data.container == Container::Foreign || self.is_binding(*function);
        // Freeing is no write.
        let frees = |i: usize| {
            let model = what.model.map(|(m, binding)| (m.releases.iter().chain(&m.drops), binding));
            model.is_some_and(|(mut freed, binding)| freed.any(|arg| arg.resolve(binding) == ArgIndex::Argument(i)))
        };
        for (i, value) in values.iter().enumerate().filter(|(i, _)| !frees(*i)) {
            let Some(param) = sig.params.get(i).map(|p| p.subst(args)) else { continue };
            let param = self.an.engine.chooser.concrete(&param, &Arc::from([]));
            let (mutable, pointee, is_pointer) = match param.kind() {
                TyKind::Ref { mutable, ty } => (*mutable, ty.clone(), false),
                TyKind::Ptr { mutable, ty } if is_foreign => (*mutable, ty.clone(), true),
                _ => continue,
            };
            let places: Vec<Place> = match value {
                Val::Ptr(places) => places.to_vec(),
                Val::Guard(..) | Val::Adopted(..) | Val::Load(_, None) if !is_pointer => value.targets(),
                Val::Any(_) if !is_pointer => value.targets(),
                _ => continue,
            };
            // The address of the whole instance is a name for it.
            let places: Vec<Place> = places.into_iter().filter(|p| !is_pointer || !p.path.is_empty()).collect();
            let how = if i == 0 && !is_pointer {
                self.lent_by(what, &param, mutable)
            } else {
                Some(if mutable { What::Write } else { What::Read })
            };
            let Some(how) = how else { continue };
            let at = span_of(self, i);
            self.touch(&places, how, at, what.shown, held);
            if how == What::Write {
                for stored in values.iter().skip(1).filter(|_| i == 0) {
                    self.publish(&places.iter().map(|p| p.then(Part::Item)).collect::<Vec<_>>(), stored);
                }
            }
            if pointee.as_adt().is_some_and(|(adt, _)| self.is_resource(adt)) {
                self.touch(&places, What::Use, what.at, what.shown, held);
            }
        }
    }

    /// A variable that is exchanged with what another reference leads to (`mem::swap`): that is in it.
    fn exchanged(&mut self, what: &Outside<'_>, to: (&Val, Option<&ExprId>), from: (Option<&Val>, usize), taken: &Taken) {
        let (Val::Ref(_), Some(expr), Some(value)) = (to.0, to.1, from.0) else { return };
        let Some((function, _)) = &what.function else { return };
        let is_lent = self.an.db.fn_sig(*function).params.get(from.1).is_some_and(|p| matches!(p.kind(), TyKind::Ref { .. }));
        let Some(pat) = self.root_local(*expr).filter(|_| is_lent) else { return };
        if matches!(self.type_of_pat(pat).kind(), TyKind::Ref { .. }) {
            return;
        }
        let value = match value {
            Val::Ptr(places) => Val::Load(Arc::clone(places), Some(Arc::new(taken.clone()))),
            _ => value.pointee(),
        };
        self.st.env.insert(pat, value);
    }

    /// What is done to what a reference as first argument leads to. A result that leads on into it is a borrow on the way to
    /// what is done later: of an exclusive one nothing is written yet, of an address not even read.
    fn lent_by(&mut self, what: &Outside<'_>, param: &Ty, mutable: bool) -> Option<What> {
        let ret = self.an.carried(what.ret);
        let of = target_of(param).cloned().unwrap_or_else(Ty::unknown);
        if let TyKind::Ref { ty, .. } | TyKind::Ptr { ty, .. } = ret.kind() {
            let is_same = *ty == of || (self.an.is_transparent(&of) && self.an.deref_target(&of).as_ref() == Some(ty));
            // A builder's method gives back what it changed.
            if mutable && *ty == of && what.function.as_ref().is_some_and(|(f, _)| self.an.db.fn_sig(*f).params.len() > 1) {
                return Some(What::Write);
            }
            if is_same || matches!(ret.kind(), TyKind::Ptr { .. }) {
                return None;
            }
        }
        let moves = self.an.item_of(&ret).is_some_and(|item| !self.an.borrows(&item));
        let leads_on = self.an.borrows(&ret) && !moves;
        Some(if mutable && !leads_on { What::Write } else { What::Read })
    }

    /// A function of bindings to the platform.
    pub(super) fn is_binding(&self, function: FnId) -> bool {
        let db = self.an.db;
        db.krate(db.crate_of(function.unit)).name.starts_with("windows")
    }

    /// Handles and pointers that the call uses for what they stand for.
    fn uses(&mut self, what: &Outside<'_>, values: &[Val], exprs: &[ExprId], held: &Held) {
        let db = self.an.db;
        let is_foreign = match &what.function {
            Some((function, _)) => {
                let foreign_model = what.model.is_some_and(|(m, _)| m.foreign);
                db.fn_data(*function).container == Container::Foreign || self.is_binding(*function) || foreign_model
            }
            None => true,
        };
        let borrows = matches!(what.shown.rsplit("::").next(), Some("borrow_raw"));
        let is_callback = what.model.is_some_and(|(m, _)| m.callback);
        if (!is_foreign && !borrows) || is_callback || what.model.is_some_and(|(m, _)| m.releases.is_some()) {
            return;
        }
        for (i, value) in values.iter().enumerate() {
            let Some(value) = self.handle_of(Some(value), exprs.get(i).copied()) else { continue };
            let places: Vec<Place> = value.origins().into_iter().filter(|(_, taken)| taken.is_none()).map(|(p, _)| p).collect();
            self.touch(&places, What::Use, what.at, what.shown, held);
        }
    }

    /// The handle in a newtype around one, which a copy of the newtype stands for.
    fn handle_of(&mut self, value: Option<&Val>, expr: Option<ExprId>) -> Option<Val> {
        let mut value = value?.clone();
        let mut ty = expr.map_or_else(Ty::unknown, |e| self.type_of(e));
        while let (Val::Load(places, taken), Some((id, args))) = (&value, ty.as_adt()) {
            let fields = self.an.db.field_types(id);
            let ([one], Some(variant)) = (&fields[..], self.an.db.adt(id).variants.first()) else { break };
            let ([inner], [field]) = (one.as_slice(), variant.fields.all()) else { break };
            let part = self.part_of(VariantId { adt: id, index: 0 }, field.name.name);
            let inner = inner.subst(args);
            value = Val::Load(places.iter().map(|p| p.then(part)).collect(), taken.clone());
            ty = inner;
        }
        Some(value)
    }

    fn released(&mut self, value: Option<&Val>, what: &Outside<'_>, held: &Held) {
        let Some(value) = value else { return };
        if self.out.retained > 0 && what.model.is_some_and(|(m, _)| !m.foreign) {
            self.out.retained -= 1;
            return;
        }
        self.release(value, what.at, what.shown, held);
    }
}

fn is_unit(ty: &Ty) -> bool {
    matches!(ty.kind(), TyKind::Tuple(parts) if parts.is_empty())
}

/// The places of a lock; and whether it is one of this thread alone.
fn lock_places(this: &Val) -> (Vec<Place>, bool) {
    let mut places = match this {
        Val::Ptr(places) => places.to_vec(),
        // A handle is named by where it is kept.
        Val::Load(places, _) => places.to_vec(),
        _ => {
            let targets = this.targets();
            if targets.is_empty() { this.origins().into_iter().map(|(p, _)| p).collect() } else { targets }
        }
    };
    for place in &mut places {
        *place = place.without_derefs();
    }
    places.sort();
    places.dedup();
    let is_own = places.is_empty() && is_own(this);
    (places, is_own)
}

/// Whether a value leads only to what this thread made.
fn is_own(value: &Val) -> bool {
    match value {
        Val::Fresh => true,
        Val::Ref(inner) => {
            matches!(**inner, Val::Fresh | Val::Fields(..) | Val::Ref(_) | Val::Ptr(_) | Val::Known(_)) && !is_shared_inside(inner)
        }
        _ => false,
    }
}

fn is_shared_inside(value: &Val) -> bool {
    !value.targets().is_empty()
}

/// A pointer to what a lock protects.
fn content_of(this: &Val) -> Val {
    let to = |places: Vec<Place>| match places.is_empty() {
        true => None,
        false => Some(Val::Ptr(places.iter().map(|p| p.without_derefs().then(Part::Content)).collect())),
    };
    if let Some(found) = to(match this {
        Val::Load(places, _) => places.to_vec(),
        _ => this.targets(),
    }) {
        return found;
    }
    match this {
        Val::Ref(inner) => Val::Ref(Arc::new(inner.field(Symbol::intern("<content>"), Part::Content))),
        _ => Val::Unknown,
    }
}

fn pair(guard: Val) -> Val {
    Val::Fields(None, Arc::from([(Symbol::intern("0"), guard), (Symbol::intern("1"), Val::Fresh)]))
}
