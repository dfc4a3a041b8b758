//! Futures: what an async function or block does, it does where it is awaited.

use super::bound::Arguments;
use super::cost::Cost;
use super::effect::{Action, Effect, Time, merge};
use super::frame::Frame;
use super::value::{ClosureVal, FutureVal, Val};
use crate::models::schema::{ArgIndex, Kind, Model};
use crate::resolve::ids::FnId;
use crate::resolve::infer::Callee;
use crate::resolve::ty::{Args, FutureOf, Ty, TyKind};
use crate::source::Span;
use crate::syntax::body::{ExprId, ExprKind, PatId};
use std::sync::Arc;

impl<'a> Frame<'_, 'a> {
    /// `expr.await`
    pub(super) fn awaited(&mut self, id: ExprId, operand: ExprId, value: &Val) -> Val {
        if self.is_outside(Some(id)) {
            return self.muted(|f| f.awaited_within(id, operand, value));
        }
        self.awaited_within(id, operand, value)
    }

    fn awaited_within(&mut self, id: ExprId, operand: ExprId, value: &Val) -> Val {
        let ty = self.type_of(operand);
        let at = match &self.data.body.expr(operand).kind {
            ExprKind::MethodCall { method, .. } => method.span,
            ExprKind::Call { callee, .. } => match &self.data.body.expr(*callee).kind {
                ExprKind::Path(path) => path.segments.last().map_or(path.span, |s| s.name.span),
                _ => self.span(*callee),
            },
            _ => self.span(operand),
        };
        // The call that made the future, run this time for what it does.
        if let Some((fn_id, fn_args, exprs)) = self.maker(operand) {
            return self.await_call(at, fn_id, &fn_args, &exprs);
        }
        let shown = self.text_of(operand);
        if !self.run_future_value(value, at, &shown) && !self.run_future(&ty, at, &shown) {
            self.implicit(id, at);
            // When it is ready, only who wakes it knows.
            if !self.engine.is_capped {
                self.add(Cost { has_unknown: true, ..Cost::ZERO });
                self.never_known(at, &shown);
            }
        }
        Val::Unknown
    }

    /// A future that nobody knows the end of.
    fn never_known(&mut self, at: Span, shown: &str) {
        let effect = Effect {
            place: at,
            callee: if shown.is_empty() { "await" } else { shown }.into(),
            path: "".into(),
            action: Action::Takes { kind: Kind::Wait, time: Time::Unknown, times: 1 },
            why: Some("when the future is ready, only who wakes it knows".into()),
            instead: None,
            arguments: Arc::from([]),
            chains: vec![Default::default()],
        };
        merge(&mut self.effects, &effect, None);
    }

    /// Run the futures that a modelled call drives: to their end, or for as long as it waits for them. Whether that is all
    /// that it waits for: what they do is known, takes time, and ends.
    pub(super) fn drive_futures(&mut self, model: &Model, arguments: &Arguments<'_>, at: Span, shown: &str) -> bool {
        let mut is_known = !model.awaits.is_empty();
        let mut driven = Cost::ZERO;
        for (futures, is_capped) in [(&model.awaits, model.awaited && self.engine.is_capped), (&model.caps, true)] {
            for future in futures {
                let ArgIndex::Argument(i) = future.resolve(arguments.binding) else { continue };
                let outside = std::mem::replace(&mut self.engine.is_capped, is_capped);
                let (before, dead) = (std::mem::take(&mut self.cost), self.dead);
                let expr = arguments.exprs.get(i).copied();
                let has_run = expr.is_some_and(|expr| self.run_made_future(expr, at))
                    || arguments.values.get(i).is_some_and(|value| self.run_future_value(value, at, shown))
                    || expr.map(|expr| self.type_of(expr)).is_some_and(|ty| self.run_future(&ty, at, shown));
                let cost = std::mem::replace(&mut self.cost, before);
                self.engine.is_capped = outside;
                // One that never comes to its end is given up.
                self.dead = if is_capped { dead } else { self.dead };
                is_known &= has_run;
                driven = driven.then(cost.clone());
                self.add(cost);
            }
        }
        is_known && !driven.is_unbounded && !driven.has_unknown && driven.total() > 0
    }

    /// Run the future that a call makes, where the call says more of it than its type: an async function with its arguments,
    /// or what a model says.
    fn run_made_future(&mut self, expr: ExprId, at: Span) -> bool {
        let Some((fn_id, fn_args, exprs)) = self.maker(expr) else { return false };
        let is_modelled = |found: Option<(&Model, usize)>| found.is_some_and(|(model, _)| model.awaited);
        if !self.engine.db.fn_sig(fn_id).is_async && !is_modelled(self.engine.model_of(fn_id, fn_id, &fn_args, exprs.len())) {
            return false;
        }
        self.await_call(at, fn_id, &fn_args, &exprs);
        true
    }

    /// The function that makes a value, its arguments, and what it is given, the receiver first; `None` where the value comes
    /// from no call, or from one that is not known.
    fn maker(&self, expr: ExprId) -> Option<(FnId, Args, Vec<ExprId>)> {
        let exprs = match self.kind(expr) {
            ExprKind::Call { args, .. } => args,
            ExprKind::MethodCall { recv, args, .. } => std::iter::once(recv).chain(args).collect(),
            _ => return None,
        };
        match self.inference.callees.get(&expr)? {
            Callee::Fn(fn_id, fn_args) => Some((*fn_id, Arc::clone(fn_args), exprs)),
            _ => None,
        }
    }

    /// Run what a call gives as a future; of its arguments, the constants are known.
    fn await_call(&mut self, at: Span, fn_id: FnId, fn_args: &Args, exprs: &[ExprId]) -> Val {
        let fn_args = self.engine.chooser.concrete_args(fn_args, &self.args.clone());
        let before = std::mem::replace(&mut self.is_awaiting, true);
        let values: Vec<Val> = exprs.iter().map(|expr| self.constant_of(*expr).unwrap_or(Val::Unknown)).collect();
        let value = self.call_fn(None, at, fn_id, &fn_args, &values, exprs);
        self.is_awaiting = before;
        value
    }

    /// `async { … }`
    pub(super) fn async_block(&mut self, id: ExprId) -> Val {
        let mut used = Vec::new();
        self.used_locals(id, &mut used);
        let known = |pat: PatId| self.locals.get(&pat).filter(|value| value.is_known()).map(|value| (pat, value.clone()));
        let block = ClosureVal {
            owner: self.owner,
            expr: id,
            args: Arc::clone(&self.args),
            captured: used.into_iter().filter_map(known).collect(),
            self_val: self.self_val.clone(),
        };
        Val::Future(Arc::new(FutureVal::Block(Arc::new(block))))
    }

    /// Run what a future does; whether its value says what that is.
    fn run_future_value(&mut self, value: &Val, at: Span, shown: &str) -> bool {
        let Val::Future(future) = value.hard() else { return false };
        match &**future {
            FutureVal::Block(block) => {
                self.run_closure(block, at, shown, &[]);
            }
            FutureVal::Call(fn_id, args, values) => {
                let before = std::mem::replace(&mut self.is_awaiting, true);
                self.call_fn(None, at, *fn_id, &Arc::clone(args), values, &[]);
                self.is_awaiting = before;
            }
        }
        true
    }

    /// Run what a future does; whether its type says what that is.
    pub(super) fn run_future(&mut self, ty: &Ty, at: Span, shown: &str) -> bool {
        match ty.peel_refs().kind() {
            TyKind::Future { of: FutureOf::Block(owner, expr), .. } => {
                let closure = ClosureVal {
                    owner: *owner,
                    expr: *expr,
                    args: Arc::clone(&self.args),
                    captured: Vec::new(),
                    self_val: self.self_val.clone(),
                };
                self.run_closure(&Arc::new(closure), at, shown, &[]);
                true
            }
            TyKind::Future { of: FutureOf::Fn(fn_id, args), .. } => {
                let before = std::mem::replace(&mut self.is_awaiting, true);
                self.call_fn(None, at, *fn_id, &Arc::clone(args), &[], &[]);
                self.is_awaiting = before;
                true
            }
            // `Pin<Box<impl Future>>` and its like.
            TyKind::Adt(_, args) => {
                let args = Arc::clone(args);
                args.first().is_some_and(|inner| {
                    matches!(inner.kind(), TyKind::Future { .. } | TyKind::Adt(..)) && self.run_future(inner, at, shown)
                })
            }
            _ => false,
        }
    }
}
