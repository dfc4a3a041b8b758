//! Futures: what an async function or block does, it does where it is awaited.

use super::frame::Frame;
use super::value::{ClosureVal, Val};
use crate::resolve::ids::FnId;
use crate::resolve::infer::Callee;
use crate::resolve::ty::{Args, FutureOf, Ty, TyKind};
use crate::source::Span;
use crate::syntax::body::{ExprId, ExprKind};
use std::sync::Arc;

impl<'a> Frame<'_, 'a> {
    /// `expr.await`
    pub(super) fn awaited(&mut self, id: ExprId, operand: ExprId, value: &Val) -> Val {
        if self.is_outside(Some(id)) {
            return self.muted(|f| f.awaited_within(id, operand, value));
        }
        self.awaited_within(id, operand, value)
    }

    fn awaited_within(&mut self, id: ExprId, operand: ExprId, _value: &Val) -> Val {
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
        match (self.kind(operand), self.inference.callees.get(&operand).cloned()) {
            (ExprKind::Call { args, .. }, Some(Callee::Fn(fn_id, fn_args))) => {
                let values = vec![Val::Unknown; args.len()];
                return self.await_call(operand, at, fn_id, &fn_args, &values, &args);
            }
            (ExprKind::MethodCall { recv, args, .. }, Some(Callee::Fn(fn_id, fn_args))) => {
                let exprs: Vec<ExprId> = std::iter::once(recv).chain(args).collect();
                let values = vec![Val::Unknown; exprs.len()];
                return self.await_call(operand, at, fn_id, &fn_args, &values, &exprs);
            }
            _ => {}
        }
        let shown = self.text_of(operand);
        if !self.run_future(&ty, at, &shown) {
            self.implicit(id, at);
        }
        Val::Unknown
    }

    pub(super) fn await_call(&mut self, _call: ExprId, at: Span, fn_id: FnId, fn_args: &Args, values: &[Val], exprs: &[ExprId]) -> Val {
        let fn_args = self.engine.chooser.concrete_args(fn_args, &self.args.clone());
        let before = std::mem::replace(&mut self.is_awaiting, true);
        let values: Vec<Val> = exprs.iter().zip(values).map(|(e, v)| self.constant_of(*e).unwrap_or_else(|| v.clone())).collect();
        let value = self.call_fn(None, at, fn_id, &fn_args, &values, exprs);
        self.is_awaiting = before;
        value
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
