//! Calls that the text does not show: operators, `Deref`, `From` in `?`, `IntoIterator` of `for`.

use std::sync::Arc;

use super::frame::Frame;
use super::value::Val;
use crate::resolve::ids::FnId;
use crate::resolve::infer::Implicit;
use crate::resolve::limits::Limit;
use crate::resolve::ty::{Args, Ty};
use crate::source::Span;
use crate::syntax::body::ExprId;

/// How many methods one call may hand on to, through all parts of its receiver.
const FORWARDS: usize = 256;
const TOO_MANY: Limit = Limit::new("one call hands on to more than {} methods; the others are not followed", FORWARDS);

impl Frame<'_, '_> {
    /// Calls that the text does not show, of an expression.
    pub(super) fn implicit(&mut self, id: ExprId, at: Span) {
        self.implicit_with(id, at, &[Val::Unknown]);
    }

    /// Those of an operator, with what is known of its operands.
    pub(super) fn implicit_with(&mut self, id: ExprId, at: Span, operands: &[Val]) {
        for call in self.inference.implicit.get(&id).cloned().unwrap_or_default() {
            self.implicit_call_with(&call, at, operands);
        }
    }

    /// Those that lead from a value to what it dereferences to; what that is, where they say.
    pub(super) fn dereferenced(&mut self, id: ExprId, at: Span, value: Val) -> Val {
        let mut value = value;
        for call in self.inference.implicit.get(&id).cloned().unwrap_or_default() {
            let found = self.implicit_call_with(&call, at, std::slice::from_ref(&value));
            if matches!(call, Implicit::Deref { .. }) && found.is_known() {
                value = found;
            }
        }
        value
    }

    pub(super) fn implicit_call(&mut self, call: &Implicit, at: Span) {
        self.implicit_call_with(call, at, &[Val::Unknown]);
    }

    fn implicit_call_with(&mut self, call: &Implicit, at: Span, operands: &[Val]) -> Val {
        let (id, args): (FnId, Args) = match call {
            Implicit::Method(id, args) => (*id, Arc::clone(args)),
            Implicit::Deref { ty, mutable } => {
                let lang = self.engine.db.lang();
                let (of, name) = if *mutable { (lang.deref_mut, "deref_mut") } else { (lang.deref, "deref") };
                match self.engine.db.trait_fn(of, name) {
                    Some(id) => (id, Arc::from([ty.clone()])),
                    None => return Val::Unknown,
                }
            }
        };
        let args = self.engine.chooser.concrete_args(&args, &Arc::clone(&self.args));
        self.call_fn(None, at, id, &args, operands, &[])
    }

    /// What a method without a text hands on to, each of it once: types that contain each other are a graph with more
    /// ways through it than can be walked, and types that grow as they contain themselves have no end.
    pub(super) fn forward(&mut self, calls: &[(FnId, Args)], at: Span) {
        let is_outermost = self.engine.forwarding.is_empty();
        for call in calls {
            let is_large = call.1.iter().any(Ty::is_large);
            if self.engine.forwarding.contains(call) {
                continue;
            }
            if is_large || self.engine.forwarding.len() >= FORWARDS {
                self.engine.limit(TOO_MANY);
            } else {
                self.engine.forwarding.insert(call.clone());
                self.call_fn(None, at, call.0, &call.1, &[Val::Unknown], &[]);
            }
        }
        if is_outermost {
            self.engine.forwarding.clear();
        }
    }
}
