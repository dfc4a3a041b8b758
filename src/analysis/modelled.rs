//! Calls that a model speaks for: time, memory, settings, and what comes out of them.

use super::bound::Arguments;
use super::effect::{Action, Effect, Time, merge};
use super::frame::Frame;
use super::handed::Rounds;
use super::places::only_handles;
use super::value::{FutureVal, HandleVal, Val};
use crate::models::schema::{AccessKind, ArgIndex, ArgRef, Bound, Kind, Latency, LockOp, Model, SettingKind};
use crate::resolve::ids::{Def, FnId, VariantId};
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::Span;
use crate::syntax::body::ExprId;
use std::sync::Arc;

impl<'a> Frame<'_, 'a> {
    /// What a model says of a call.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    pub(super) fn modelled(
        &mut self,
        model: &'a Model,
        binding: usize,
        shown: &str,
        path: &str,
        at: Span,
        values: &[Val],
        exprs: &[ExprId],
        ret: &Ty,
        callee: Option<(FnId, &Args, FnId)>,
    ) -> Val {
        let mut guarded = Val::Unknown;
        let texts: Vec<String> = exprs.iter().map(|e| self.text_of(*e)).collect();
        let arguments = Arguments { values, texts: &texts, exprs, binding, limit: super::bound::limit_of(model) };
        let blank = Effect {
            place: at,
            callee: shown.into(),
            path: path.into(),
            action: Action::Unresolved("".into()),
            why: None,
            instead: model.instead.as_deref().map(Into::into),
            arguments: texts.clone().into(),
            chains: vec![Default::default()],
        };
        // What a future does, it does when it is awaited.
        let now = !model.awaited || self.is_awaiting;
        if !now && let Some((_, args, named)) = callee {
            return Val::Future(Arc::new(FutureVal::Call(named, Arc::clone(args), values.into())));
        }
        if now {
            let drives = self.drive_futures(model, &arguments, at, shown);
            // What gives up a future answers for all that is awaited in it.
            let is_cut = model.awaited && self.engine.is_capped;
            let takes_what_it_drives = drives && matches!(model.latency, Some(Latency::Future(_)));
            if !is_cut
                && !takes_what_it_drives
                && let Some(judged) = self.judge(model, &arguments)
            {
                self.charge(&judged, shown, at);
                let kind = model.kind.unwrap_or(Kind::Io);
                let effect = Effect {
                    action: Action::Takes { kind, time: judged.time, times: self.factor },
                    why: judged.why.as_deref().map(Into::into),
                    ..blank.clone()
                };
                merge(&mut self.effects, &effect, None);
            }
            if !is_cut && model.lock.as_ref().is_some_and(|lock| matches!(lock.op, LockOp::Acquire | LockOp::RunReleased)) {
                self.wait_for_holder(shown, at);
            }
            if let Some(allocation) = &model.allocates {
                let amount = self.allocated(allocation, &arguments, callee, ret);
                self.allocate(amount, shown, at);
            }
            if let Some(forbidden) = &model.forbidden
                && forbidden.unless.as_ref().and_then(|c| self.holds(c, &arguments)) != Some(true)
            {
                merge(&mut self.effects, &Effect { action: Action::Forbidden(forbidden.usage), ..blank.clone() }, None);
            }
            if let Some(mutation) = &model.mutates {
                let when = mutation.when.as_ref().is_none_or(|c| self.holds(c, &arguments) == Some(true));
                let unless = mutation.unless.as_ref().is_some_and(|c| self.holds(c, &arguments) == Some(true));
                let set = mutation.only_if.is_none_or(|kind| self.may_be_set(values.first(), kind));
                if when && !unless && set {
                    merge(&mut self.effects, &Effect { action: Action::Mutates(mutation.what.as_str().into()), ..blank.clone() }, None);
                }
            }
            self.interval_of_call(path, values, exprs);
            self.call_panics(model, binding, shown, path, at, values, exprs, callee.map(|(id, args, _)| (id, args)));
            if let Some((fn_id, args, named)) = callee {
                let rounds = self.rounds_of(named, values, Some((model, binding)));
                let outermost = self.on_behalf.is_none();
                if outermost {
                    self.on_behalf = Some(shown.to_owned());
                }
                for invocation in &model.invokes {
                    self.invoke((fn_id, args, named), invocation, values, rounds, at);
                }
                if outermost {
                    self.on_behalf = None;
                }
            }
        }
        for dropped in &model.drops {
            if let ArgIndex::Argument(i) = dropped.resolve(binding)
                && let Some(expr) = exprs.get(i)
            {
                let ty = self.type_of(*expr);
                self.drop_value(&ty, at);
            }
        }
        // A lock hands on the handle that it guards; what else it guards may have changed.
        if let Some(lock) = &model.lock
            && matches!(lock.op, LockOp::Acquire | LockOp::Try)
            && let Some(first) = values.first()
        {
            guarded = only_handles(first);
        }
        let rounds = callee.map_or(Rounds::Once, |(_, _, named)| self.rounds_of(named, values, Some((model, binding))));
        let handed_to = callee.map(|(id, args, _)| (id, args));
        let named = callee.map(|(_, _, named)| named);
        if model.catches_panics {
            self.catching(|f| f.run_handed(values, handed_to, ret, at, shown, Some((model, binding)), rounds, named));
        } else {
            self.run_handed(values, handed_to, ret, at, shown, Some((model, binding)), rounds, named);
        }
        if model.diverges || ret.is_never() {
            self.die();
        }
        // What another thread may change while a loop asks for it.
        let reads = model.accesses.iter().any(|a| a.how == AccessKind::AtomicRead);
        let tries = model
            .lock
            .as_ref()
            .is_some_and(|l| l.op == LockOp::Try && model.latency.as_ref().is_none_or(|l| *l == Latency::Fixed(Bound::Instant)));
        if reads || tries || shown.ends_with("read_volatile") {
            self.asks();
        }
        self.apply_settings(model, &arguments, exprs);
        self.remember_elements(model, binding, callee, values);
        if matches!(shown, "GetTickCount64" | "GetTickCount") {
            return Val::Ticks { after: 0, origin: None };
        }
        match self.made(model, &arguments, ret) {
            Val::Unknown if guarded != Val::Unknown => self.wrapped(guarded, ret),
            Val::Unknown
                if model.lock.as_ref().is_some_and(|lock| lock.op == LockOp::RunUnder)
                    && !ret.is_unit()
                    && ret.as_adt().is_none_or(|(adt, _)| Some(adt) != self.engine.db.lang().option) =>
            {
                self.initialised(model, binding, values)
            }
            made => made,
        }
    }

    /// What is there once an initialiser has run: the value that it has made, or made before.
    fn initialised(&mut self, model: &Model, binding: usize, values: &[Val]) -> Val {
        if model.calls.iter().any(|called| called.resolve(binding) == ArgIndex::Argument(0)) {
            return values.first().cloned().unwrap_or(Val::Unknown);
        }
        match self.given_back.take() {
            Some(made) => self.returned(&made, false),
            None => Val::Unknown,
        }
    }

    /// The drop of a type that a model speaks of.
    pub(super) fn drop_modelled(&mut self, id: crate::resolve::ids::AdtId, at: Span) {
        let db = self.engine.db;
        let path = format!("{}::drop", db.path_of(Def::Adt(id), None));
        let shown = format!("{}::drop", db.adt(id).name.name);
        if let Some(model) = self.engine.models.lookup_path(&path) {
            self.modelled(model, 0, &shown, &path, at, &[Val::Unknown], &[], &Ty::unit(), None);
        }
    }

    /// A lock that is taken is waited for as long as others hold it.
    fn wait_for_holder(&mut self, shown: &str, at: Span) {
        let Some(nanos) = self.engine.holds.get(&at).copied().filter(|nanos| *nanos > 0) else { return };
        self.add(super::cost::Cost::item(super::cost::Item {
            amount: nanos,
            callee: shown.into(),
            place: at,
            why: Some("as long as others hold the lock".into()),
        }));
    }

    pub(super) fn charge(&mut self, judged: &super::bound::Judged, shown: &str, at: Span) {
        use super::cost::{Cost, Item};
        let cost = match &judged.time {
            Time::Known(nanos) => {
                let why = judged.why.as_deref().map(Into::into);
                let item = Item { amount: *nanos, callee: shown.into(), place: at, why };
                match judged.deadline {
                    Some(deadline) if deadline.origin.is_some() => {
                        Cost::until(deadline, Item { amount: item.amount.min(self.ahead(deadline)), ..item })
                    }
                    _ => Cost::item(item),
                }
            }
            Time::Unbounded => Cost { is_unbounded: true, ..Cost::ZERO },
            Time::Unknown => Cost { has_unknown: true, ..Cost::ZERO },
        };
        self.add(cost);
    }

    pub(super) fn may_be_set(&self, on: Option<&Val>, kind: SettingKind) -> bool {
        match on {
            Some(Val::Handle(handle)) => handle.settings.iter().any(|(k, v)| *k == kind && *v.hard() != Val::Bool(false)),
            _ => true,
        }
    }

    pub(super) fn apply_settings(&mut self, model: &Model, arguments: &Arguments<'_>, exprs: &[ExprId]) {
        for setting in &model.sets {
            if setting.when.as_ref().is_some_and(|c| self.holds(c, arguments) != Some(true)) {
                continue;
            }
            let on = setting.on.clone().unwrap_or(ArgRef::Index(0));
            let ArgIndex::Argument(index) = on.resolve(arguments.binding) else { continue };
            let value = match (arguments.value(&setting.arg), setting.unit) {
                (Val::Int { lo, hi }, Some(crate::models::schema::TimeUnit::Ms)) if *lo >= 0 => {
                    Val::Time { lo: lo.unsigned_abs() * 1_000_000, hi: hi.unsigned_abs() * 1_000_000 }
                }
                (Val::Int { lo, hi }, Some(crate::models::schema::TimeUnit::S)) if *lo >= 0 => {
                    Val::Time { lo: lo.unsigned_abs() * 1_000_000_000, hi: hi.unsigned_abs() * 1_000_000_000 }
                }
                (value, _) => value.clone(),
            };
            let Some(expr) = exprs.get(index) else { continue };
            self.update(*expr, &|old| {
                let mut handle = match old.hard() {
                    Val::Handle(handle) => (**handle).clone(),
                    _ => HandleVal::default(),
                };
                handle.settings.retain(|(kind, _)| *kind != setting.what);
                handle.settings.push((setting.what, value.clone()));
                Val::Handle(Arc::new(handle))
            });
        }
    }

    /// What a modelled call returns.
    pub(super) fn made(&mut self, model: &Model, arguments: &Arguments<'_>, ret: &Ty) -> Val {
        let mut handle = HandleVal { object: model.object, ..HandleVal::default() };
        let mut known = model.object.is_some();
        if let Some(opens) = &model.opens {
            handle.path = Some(arguments.value(opens).clone());
            known = true;
        }
        let mut carried = model.carries.clone();
        // A builder's method goes on with its receiver's settings.
        if carried.is_empty() && !model.sets.is_empty() {
            carried.push(ArgRef::Index(0));
        }
        for from in &carried {
            if let Val::Handle(of) = arguments.value(from).hard() {
                handle.path = handle.path.or_else(|| of.path.clone());
                handle.settings.extend(of.settings.iter().cloned());
                handle.object = handle.object.or(of.object);
                known = true;
            }
        }
        for setting in &model.sets {
            handle.settings.retain(|(kind, _)| *kind != setting.what);
            handle.settings.push((setting.what, arguments.value(&setting.arg).clone()));
            known = true;
        }
        for kind in &model.makes {
            handle.settings.push((*kind, Val::Bool(true)));
            known = true;
        }
        if !known || ret.is_unit() {
            return Val::Unknown;
        }
        let value = Val::Handle(Arc::new(handle));
        let lang = self.engine.db.lang();
        match ret.as_adt() {
            Some((adt, _)) if Some(adt) == lang.result => {
                Val::Soft(Arc::new(Val::Variant(VariantId { adt, index: 0 }, Arc::from([value]))))
            }
            Some((adt, _)) if Some(adt) == lang.option => Val::Soft(Arc::new(self.option(Some(value)))),
            _ => match ret.kind() {
                TyKind::Tuple(parts) if parts.len() == 2 => Val::Tuple(Arc::from([value.clone(), value])),
                _ => value,
            },
        }
    }
}
