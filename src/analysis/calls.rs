//! Calls: what runs, what it is known to return, and what its model says.

use std::sync::Arc;

use super::effect::Hop;
use super::frame::Frame;
use super::target::{Target, Targets};
use super::value::{FutureVal, HandleVal, Origin, Val};
use crate::resolve::defs::Container;
use crate::resolve::ids::{Def, FnId};
use crate::resolve::infer::Callee;
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::Span;
use crate::syntax::body::{ExprId, ExprKind};

impl<'a> Frame<'_, 'a> {
    pub(super) fn text_of(&self, expr: ExprId) -> String {
        let span = self.engine.db.sources.written_at(self.span(expr));
        let text = self.engine.db.sources.text(span);
        if text.len() > 80 || text.contains('\n') { String::new() } else { text }
    }

    /// `callee(args)`
    pub(super) fn call(&mut self, id: ExprId, callee: ExprId, args: &[ExprId]) -> Val {
        let found = self.inference.callees.get(&id).cloned();
        let name_span = match &self.data.body.expr(callee).kind {
            ExprKind::Path(path) => path.segments.last().map_or(path.span, |s| s.name.span),
            _ => self.span(callee),
        };
        match found {
            Some(Callee::Fn(fn_id, fn_args)) => {
                let values: Vec<Val> = args.iter().map(|a| self.expr(*a)).collect();
                if self.dead {
                    return Val::Unknown;
                }
                let fn_args = self.engine.chooser.concrete_args(&fn_args, &self.args.clone());
                if let [_, value] = values.as_slice() {
                    self.record(id, vec![Some(value.clone())]);
                }
                let value = self.call_fn(Some(id), name_span, fn_id, &fn_args, &values, args);
                self.after_borrow(args);
                self.stamped(value, id, &values)
            }
            Some(Callee::Ctor(variant)) => {
                let values: Vec<Val> = args.iter().map(|a| self.expr(*a)).collect();
                self.record(id, values.iter().map(|value| Some(value.clone())).collect());
                Val::Variant(variant, values.into()).bounded()
            }
            Some(Callee::Value(ty)) => {
                if let Some(value) = self.called_in_place(id, callee, args) {
                    return value;
                }
                let function = self.place(callee);
                let values: Vec<Val> = args.iter().map(|a| self.expr(*a)).collect();
                if self.dead {
                    return Val::Unknown;
                }
                let ty = self.engine.chooser.concrete(&ty, &self.args.clone());
                let shown = self.text_of(callee);
                let value = self.call_value(id, name_span, &shown, &function, &ty, &values, args);
                self.after_borrow(args);
                let mut given = values;
                given.push(function);
                self.stamped(value, id, &given)
            }
            other => {
                if !matches!(self.data.body.expr(callee).kind, ExprKind::Path(_)) {
                    self.expr(callee);
                }
                let values: Vec<Val> = args.iter().map(|a| self.expr(*a)).collect();
                if self.dead {
                    return Val::Unknown;
                }
                let why = match other {
                    Some(Callee::Unresolved(why)) => why.why(),
                    _ => "what is called is not known",
                };
                self.call_external(id, callee, name_span, &values, args, why)
            }
        }
    }

    /// A call of a path into a crate whose sources are not at hand: its model is found by the path's text.
    fn call_external(&mut self, id: ExprId, callee: ExprId, at: Span, values: &[Val], args: &[ExprId], why: &str) -> Val {
        if self.is_outside(Some(id)) {
            return self.muted(|f| f.call_external_within(id, callee, at, values, args, why));
        }
        self.call_external_within(id, callee, at, values, args, why)
    }

    fn call_external_within(&mut self, id: ExprId, callee: ExprId, at: Span, values: &[Val], args: &[ExprId], why: &str) -> Val {
        let full = match &self.data.body.expr(callee).kind {
            ExprKind::Path(path) => self.engine.db.external_path(self.data.module_of(callee), path),
            _ => None,
        };
        if let Some(full) = full {
            let text = full.iter().map(|s| s.as_str()).collect::<Vec<_>>().join("::");
            let name = full.last().map_or("", |s| s.as_str());
            let models = self.engine.models;
            let found = models.lookup_path(&text).map(|m| (m, 0));
            let found = found.or_else(|| {
                let bindings = full.first().is_some_and(|k| k.as_str().starts_with("windows"));
                if bindings { models.lookup_foreign(name, values.len()) } else { None }
            });
            if let Some((model, binding)) = found {
                self.engine.calls.insert((self.owner, id), true);
                return self.modelled(model, binding, name, &text, at, values, args, &Ty::unknown(), None);
            }
        }
        self.not_known(id, at, why);
        Val::Unknown
    }

    /// `recv.method(args)`
    pub(super) fn method_call(&mut self, id: ExprId, recv: ExprId, method: crate::syntax::ast::Ident, args: &[ExprId]) -> Val {
        // A receiver is moved where the method takes `self` itself.
        let by_value = !self.inference.autoref.contains_key(&id)
            && match self.inference.callees.get(&id) {
                Some(Callee::Fn(fn_id, _)) => {
                    let sig = self.engine.db.fn_sig(*fn_id);
                    sig.params.first().is_some_and(|own| !matches!(own.kind(), TyKind::Ref { .. }))
                }
                _ => false,
            };
        let mut receiver = if by_value { self.expr(recv) } else { self.place(recv) };
        // An array's length is in its type.
        let length = match self.type_of(recv).peel_refs().kind() {
            TyKind::Array(_, len) => match len.kind() {
                TyKind::ConstInt(len) => Some(*len),
                _ => None,
            },
            _ => None,
        };
        if let (Val::Unknown, Some(len)) = (&receiver, length) {
            receiver = u128::try_from(len).map_or(Val::Unknown, Val::Count);
        }
        // Dereferencing the receiver may call `Deref::deref`.
        let receiver = self.dereferenced(id, method.span, receiver);
        let mut values = vec![receiver];
        values.extend(args.iter().map(|a| self.expr(*a)));
        if self.dead {
            return Val::Unknown;
        }
        if let [_, value] = values.as_slice() {
            let value = value.clone();
            self.record(id, vec![Some(value)]);
        }
        let mut exprs = vec![recv];
        exprs.extend(args);
        // What std's methods do is known by name; a user's of the same name does what it likes.
        let mut is_std = false;
        let value = match self.inference.callees.get(&id).cloned() {
            Some(Callee::Fn(fn_id, fn_args)) => {
                is_std = self.engine.db.is_std(self.engine.db.crate_of(fn_id.unit));
                let fn_args = self.engine.chooser.concrete_args(&fn_args, &self.args.clone());
                let value = self.call_fn(Some(id), method.span, fn_id, &fn_args, &values, &exprs);
                match length {
                    Some(len) if is_std && method.name == "len" => Val::int(len),
                    _ => value,
                }
            }
            Some(Callee::Unresolved(why)) => {
                self.not_known(id, method.span, why.why());
                Val::Unknown
            }
            _ => {
                self.not_known(id, method.span, "the receiver's type is not known");
                Val::Unknown
            }
        };
        if self.inference.autoref.get(&id) == Some(&true) {
            let taken = is_std.then(|| super::elements::taken_from(method.name.as_str(), args, &values[0])).flatten();
            let left = if is_std { taken.or_else(|| self.buffer_after(recv, method.name.as_str(), &values)) } else { None };
            match left {
                Some(left) => self.update(recv, &|_| left.clone()),
                None => self.forget(recv),
            }
        }
        self.after_borrow(args);
        if !by_value {
            self.drop_temporary(recv);
        }
        self.stamped(value, id, &values)
    }

    /// What a clock gave is named by the call that asked it here.
    fn stamped(&mut self, value: Val, call: ExprId, args: &[Val]) -> Val {
        let own = Origin { owner: self.owner, expr: call };
        let mut is_new = false;
        let value = value.with_origins(&mut |origin| match origin {
            Some(known) if known.owner == self.owner || args.iter().any(|arg| arg.mentions(known)) => origin,
            _ => {
                is_new = true;
                Some(own)
            }
        });
        if is_new {
            self.created.push(own);
            self.asked_at.push((own, self.region, self.cost.total()));
        }
        value
    }

    /// Call something that is a value: a closure, a function, an object.
    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn call_value(&mut self, id: ExprId, at: Span, shown: &str, function: &Val, ty: &Ty, values: &[Val], args: &[ExprId]) -> Val {
        if self.is_outside(Some(id)) {
            return self.muted(|f| f.call_value_within(id, at, shown, function, ty, values, args));
        }
        self.call_value_within(id, at, shown, function, ty, values, args)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one call")]
    fn call_value_within(&mut self, id: ExprId, at: Span, shown: &str, function: &Val, ty: &Ty, values: &[Val], args: &[ExprId]) -> Val {
        match function.hard() {
            Val::Closure(closure) => {
                self.engine.calls.insert((self.owner, id), true);
                let closure = Arc::clone(closure);
                let summary = self.closure_runs(&closure, at, shown, values);
                self.take_captured(&closure, &summary.outs);
                return summary.ret.clone();
            }
            Val::Fn(fn_id, fn_args) => return self.call_fn(Some(id), at, *fn_id, &Arc::clone(fn_args), values, args),
            _ => {}
        }
        // `Box<dyn Fn()>` is called as what is in it.
        let mut ty = ty.peel_refs();
        while let TyKind::Adt(id, args) = ty.kind() {
            let db = self.engine.db;
            let is_pointer = matches!(db.adt(*id).name.name.as_str(), "Box" | "Rc" | "Arc") && db.is_std(db.crate_of(id.unit));
            match args.first() {
                Some(inner) if is_pointer => ty = inner.peel_refs(),
                _ => break,
            }
        }
        match ty.kind() {
            TyKind::Closure(owner, expr, closure_args) => {
                self.engine.calls.insert((self.owner, id), true);
                let closure = self.closure_of(*owner, *expr, closure_args);
                self.run_closure(&closure, at, shown, values)
            }
            TyKind::FnDef(fn_id, fn_args) => self.call_fn(Some(id), at, *fn_id, &Arc::clone(fn_args), values, args),
            _ => self.call_unknown_value(id, at, shown, ty, values, args),
        }
    }

    /// A function pointer or object: every function and closure that is turned into that type somewhere.
    fn call_unknown_value(&mut self, id: ExprId, at: Span, shown: &str, ty: &Ty, values: &[Val], args: &[ExprId]) -> Val {
        if let Some((model, binding, name)) = self.callback_model(id, values.len()) {
            self.engine.calls.insert((self.owner, id), true);
            return self.modelled(model, binding, &name, shown, at, values, args, &Ty::unknown(), None);
        }
        let candidates = self.engine.coerced_to(ty);
        if candidates.is_empty() {
            self.not_known(id, at, "no function or closure that becomes this value is known");
            return Val::Unknown;
        }
        self.engine.calls.insert((self.owner, id), true);
        let mut ways = Vec::new();
        for candidate in candidates.iter() {
            ways.push(self.branch(|f| match candidate.kind() {
                TyKind::Closure(owner, expr, closure_args) => {
                    let closure = f.closure_of(*owner, *expr, closure_args);
                    f.run_closure(&closure, at, shown, values)
                }
                TyKind::FnDef(fn_id, fn_args) => f.call_fn(None, at, *fn_id, &Arc::clone(fn_args), values, args),
                _ => Val::Unknown,
            }));
        }
        // It may also be one that is not seen: what follows is reached.
        let mut here = self.branch(|_| Val::Unknown);
        here.1.dead = ways.iter().any(|(_, state)| !state.dead);
        ways.push(here);
        self.meet(ways)
    }

    /// Call a function: what is chosen for it, its model or its body.
    pub(super) fn call_fn(&mut self, id: Option<ExprId>, at: Span, fn_id: FnId, args: &Args, values: &[Val], exprs: &[ExprId]) -> Val {
        if self.is_outside(id) {
            return self.muted(|f| f.call_fn_within(id, at, fn_id, args, values, exprs));
        }
        self.call_fn_within(id, at, fn_id, args, values, exprs)
    }

    fn call_fn_within(&mut self, id: Option<ExprId>, at: Span, fn_id: FnId, args: &Args, values: &[Val], exprs: &[ExprId]) -> Val {
        let db = self.engine.db;
        let sig = db.fn_sig(fn_id);
        if let Some(id) = id {
            self.engine.calls.entry((self.owner, id)).or_insert(true);
        }
        // An `async fn` runs nothing until its future is awaited.
        if sig.is_async && !self.is_awaiting {
            return Val::Future(Arc::new(FutureVal::Call(fn_id, Arc::clone(args), values.into())));
        }
        match self.engine.chooser.targets(fn_id, args) {
            Targets::Builtin(_, ty) => {
                // `FnOnce::call_once` and its like on a closure; `Clone` of one.
                if let TyKind::Closure(..) | TyKind::FnDef(..) = ty.kind() {
                    let name = db.fn_data(fn_id).name.name;
                    if name.as_str().starts_with("call") {
                        let function = values.first().cloned().unwrap_or(Val::Unknown);
                        let call = id.unwrap_or(ExprId(0));
                        return self.call_value(call, at, name.as_str(), &function, &ty, &[], &[]);
                    }
                }
                // `Future::poll` of what an async function or block makes.
                if let TyKind::Future { .. } = ty.kind() {
                    // Who polls waits for nothing that is awaited.
                    let outside = std::mem::replace(&mut self.engine.is_capped, true);
                    self.run_future(&ty, at, db.fn_data(fn_id).name.name.as_str());
                    self.engine.is_capped = outside;
                }
                // `Clone` of arrays and tuples clones the parts.
                let parts: Vec<Ty> = match ty.kind() {
                    TyKind::Array(element, _) => vec![element.clone()],
                    TyKind::Tuple(parts) => parts.to_vec(),
                    _ => Vec::new(),
                };
                let calls: Vec<(FnId, Args)> = parts.into_iter().map(|part| (fn_id, Arc::from([part]))).collect();
                self.forward(&calls, at);
                Val::Unknown
            }
            Targets::None => {
                if let Some((model, binding)) = self.engine.model_of(fn_id, fn_id, args, values.len()) {
                    let (shown, path) = (self.engine.shown(fn_id, fn_id, args), self.engine.path_of(fn_id, args));
                    let ret = self.engine.chooser.concrete(&sig.ret.clone(), args);
                    return self.modelled(model, binding, &shown, &path, at, values, exprs, &ret, Some((fn_id, args, fn_id)));
                }
                if let Some(id) = id {
                    // As a model names it: `Trait::method`.
                    let data = db.fn_data(fn_id);
                    let path = match data.container {
                        Container::Trait(of) => format!("{}::{}", db.path_of(Def::Trait(of), None), data.name.name),
                        _ => self.engine.path_of(fn_id, args),
                    };
                    self.not_known_path(id, at, "no implementation of this trait is known", &path);
                }
                Val::Unknown
            }
            Targets::Fns(targets) => {
                let recursions = self.recursive.len();
                let value = self.call_targets(id, at, &targets, fn_id, values, exprs);
                // Which of its implementations an object is, nobody knows, if there are several: that one of them leads
                // back here (a logger that hands on to the installed one) is no recursion.
                if targets.len() > 1 && matches!(args.first().map(Ty::kind), Some(TyKind::Dyn(_))) {
                    self.recursive.truncate(recursions);
                }
                value
            }
        }
    }

    /// Each of them possibly: the worst counts.
    fn call_targets(&mut self, id: Option<ExprId>, at: Span, targets: &[Target], named: FnId, values: &[Val], exprs: &[ExprId]) -> Val {
        if let [one] = targets {
            return self.call_target(id, at, one, named, values, exprs);
        }
        let ways = targets.iter().map(|target| self.branch(|f| f.call_target(id, at, target, named, values, exprs))).collect();
        self.meet(ways)
    }

    fn call_target(&mut self, id: Option<ExprId>, at: Span, target: &Target, named: FnId, values: &[Val], exprs: &[ExprId]) -> Val {
        let db = self.engine.db;
        let (fn_id, args) = (target.id, &target.args);
        let data = db.fn_data(fn_id);
        let krate = db.crate_of(fn_id.unit);
        let is_std = db.is_std(krate);
        let has_body = data.item.body.is_some() && !is_std;
        let sig = db.fn_sig(fn_id);
        let ret = self.engine.chooser.concrete(&sig.ret.clone(), args);
        let mut shown = self.engine.shown(fn_id, named, args);
        if id.is_none()
            && is_std
            && let Some(outer) = &self.on_behalf
        {
            shown.clone_from(outer);
        }
        if is_std
            && tries_again(&shown, values)
            && let Some(frame) = self.loops.iter_mut().rev().find(|l| l.is_loop)
        {
            frame.retries = true;
        }
        if is_std && asks_others(&shown, values) {
            if shown.ends_with("::try_recv") { self.asks_for_more() } else { self.asks() }
        }
        if let Some((model, binding)) = self.engine.model_of(fn_id, named, args, values.len()) {
            let path = self.engine.path_of(named, args);
            let value = self.modelled(model, binding, &shown, &path, at, values, exprs, &ret, Some((fn_id, args, named)));
            let given_back = self.given_back.take();
            return match value {
                Val::Unknown if is_std => self.known_of(&path, values, given_back, &ret),
                value => value,
            };
        }
        if has_body {
            let summary = self.engine.function(fn_id, args, values.to_vec());
            self.absorb(&summary, &Hop { at, callee: shown.as_str().into(), id: Some(fn_id) });
            self.take_outs(fn_id, &summary.outs, values, exprs);
            if summary.diverges {
                self.die();
            }
            let returned = self.returned(&summary.ret, data.item.is_const);
            return if returned == Val::Unknown { self.carried_on(fn_id, args, values, &ret) } else { returned };
        }
        self.forward(&target.forwards, at);
        if is_std {
            let rounds = self.rounds_of(named, values, None);
            self.run_handed(values, Some((fn_id, args)), &ret, at, &shown, None, rounds, Some(named));
            if ret.is_never() {
                self.die();
            }
            let path = self.engine.path_of(named, args);
            let given_back = self.given_back.take();
            let known = self.known_of(&path, values, given_back, &ret);
            return if known == Val::Unknown { self.carried_on(fn_id, args, values, &ret) } else { known };
        }
        if data.container == Container::Foreign
            && let Some(id) = id
        {
            let path = self.engine.path_of(fn_id, args);
            self.not_known_path(id, at, "a foreign function without a model", &path);
        }
        Val::Unknown
    }

    /// What a function with a body gives to its caller.
    pub(super) fn returned(&self, value: &Val, is_const: bool) -> Val {
        if is_const {
            return value.clone();
        }
        let db = self.engine.db;
        value.soften(&|id| db.adt(id.adt).variants.len() > 1)
    }

    /// A method that returns its receiver's own type goes on with the receiver's settings; a function that makes a
    /// value of its own type without one makes it without any.
    fn carried_on(&self, fn_id: FnId, args: &Args, values: &[Val], ret: &Ty) -> Val {
        let db = self.engine.db;
        let Container::Impl(of) = db.fn_data(fn_id).container else { return Val::Unknown };
        let Some(header) = db.impl_header(of) else { return Val::Unknown };
        let (Some((own, _)), Some((given, _))) = (
            header.self_ty.subst(args).as_adt().map(|(a, b)| (a, Arc::clone(b))),
            ret.peel_refs().as_adt().map(|(a, b)| (a, Arc::clone(b))),
        ) else {
            return Val::Unknown;
        };
        if own != given {
            return Val::Unknown;
        }
        if db.fn_sig(fn_id).has_self {
            return match values.first().map(Val::hard) {
                Some(handle @ Val::Handle(_)) => handle.clone(),
                _ => Val::Unknown,
            };
        }
        Val::Handle(Arc::new(HandleVal::default()))
    }
}

/// Whether a function of std replaces what was read before, unless another thread did.
fn tries_again(shown: &str, values: &[Val]) -> bool {
    let Some((of, name)) = shown.rsplit_once("::") else { return false };
    of.starts_with("Atomic") && name.starts_with("compare_exchange") && values.get(1).is_none_or(|v| v.as_int().is_none())
}

/// Whether a function of std asks for what another thread may change. A compare-and-swap with what was read before is no
/// question; with a constant, it waits for that.
fn asks_others(shown: &str, values: &[Val]) -> bool {
    let Some((of, name)) = shown.rsplit_once("::") else { return false };
    match name {
        "try_recv" => true,
        "load" | "swap" | "fetch_or" | "fetch_and" => of.starts_with("Atomic"),
        "compare_exchange" | "compare_exchange_weak" => of.starts_with("Atomic") && values.get(1).is_some_and(|v| v.as_int().is_some()),
        _ => false,
    }
}
