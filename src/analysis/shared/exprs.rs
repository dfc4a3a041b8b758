//! Expressions: what they read and write, and what their values lead to.

use std::sync::Arc;

use super::facts::What;
use super::value::{Means, Outcome, Val};
use super::walk::{At, Spot, State, Walk};
use crate::analysis::eval;
use crate::analysis::value::Val as Known;
use crate::resolve::ids::VariantId;
use crate::resolve::infer::{Implicit, Resolution};
use crate::resolve::ty::TyKind;
use crate::source::Symbol;
use crate::syntax::body::{BinaryOp, BlockKind, ExprId, ExprKind, PatId, UnaryOp};

impl Walk<'_, '_, '_> {
    pub(super) fn expr_inner(&mut self, id: ExprId) -> Val {
        match self.kind(id) {
            ExprKind::Lit(literal) => Val::Known(eval::literal(&literal)),
            ExprKind::Path(_) | ExprKind::Field { .. } | ExprKind::Index { .. } => self.read(id),
            ExprKind::Unary { op: UnaryOp::Deref, .. } => self.read(id),
            ExprKind::Unary { op, operand } => {
                let value = self.expr(operand);
                self.implicit(id, std::slice::from_ref(&value));
                match (op, value) {
                    (UnaryOp::Not, Val::Outcome(outcome)) => negated(&outcome),
                    (_, Val::Known(known)) => Val::Known(eval::unary(op, &known, &self.type_of(id))),
                    _ => Val::Unknown,
                }
            }
            ExprKind::Call { callee, args } => self.call(id, callee, &args),
            ExprKind::MethodCall { recv, method, args, .. } => self.method_call(id, recv, method.span, &args),
            ExprKind::Binary { op, lhs, rhs, .. } => self.binary(id, op, lhs, rhs),
            ExprKind::Assign { lhs, rhs } => {
                let value = self.expr(rhs);
                self.assign(lhs, value, id);
                Val::Fresh
            }
            ExprKind::AssignOp { op, lhs, rhs, .. } => {
                let right = self.expr(rhs);
                let spot = self.spot(lhs);
                let overloaded = self.inference.implicit.get(&id).is_some_and(|l| l.iter().any(|i| matches!(i, Implicit::Method(..))));
                match spot {
                    Spot::Places(places) if overloaded => {
                        self.implicit(id, &[Val::Ptr(places), right]);
                    }
                    Spot::Places(places) => {
                        let held = self.held(At::Access(lhs));
                        self.touch(&places, What::Write, self.span(lhs), "", &held);
                    }
                    Spot::Local(pat) => {
                        let left = self.st.env.get(&pat).cloned().unwrap_or(Val::Unknown);
                        let value = match (&left, &right) {
                            (Val::Known(a), Val::Known(b)) => Val::Known(eval::binary(op, a, b, &self.type_of(lhs))),
                            _ => Val::Unknown,
                        };
                        self.st.env.insert(pat, value);
                    }
                    Spot::Value(_) => {}
                }
                Val::Fresh
            }
            ExprKind::Ref { mutable, operand, .. } => self.borrow(id, mutable, operand),
            ExprKind::Cast { operand, .. } => {
                let value = self.expr(operand);
                match (self.type_of(id).kind(), &value) {
                    (TyKind::Prim(prim), Val::Known(known)) => Val::Known(known.cast(*prim)),
                    _ => value,
                }
            }
            ExprKind::Block(block) => match block.kind {
                BlockKind::Async { is_move } => self.closure_value(id, id, is_move),
                _ => self.labelled_block(&block),
            },
            ExprKind::If { cond, then, otherwise } => self.if_expr(cond, then, otherwise),
            ExprKind::Let { pat, expr } => self.let_condition(pat, expr),
            ExprKind::Match { scrutinee, arms } => self.match_expr(scrutinee, &arms),
            ExprKind::Loop { label, body, .. } => self.loop_expr(label.map(|l| l.name), None, body),
            ExprKind::While { label, cond, body, .. } => self.loop_expr(label.map(|l| l.name), Some(cond), body),
            ExprKind::For { label, pat, iter, body, .. } => self.for_expr(id, label.map(|l| l.name), pat, iter, body),
            ExprKind::Break { label, value } => {
                let value = value.map_or(Val::Fresh, |v| self.expr(v));
                self.break_to(label.map(|l| l.name), value);
                Val::Unknown
            }
            ExprKind::Continue { .. } => {
                if let Some(from) = self.loops.iter().rev().find(|l| l.is_loop).map(|l| l.declared) {
                    self.leave_early(from);
                }
                self.st.dead = true;
                Val::Unknown
            }
            ExprKind::Return(value) => {
                let value = match value {
                    Some(expr) => {
                        let value = self.expr(expr);
                        self.as_returned(expr, value)
                    }
                    None => Val::Fresh,
                };
                self.give_back(value);
                Val::Unknown
            }
            ExprKind::Become(value) => {
                let value = self.expr(value);
                self.give_back(value);
                Val::Unknown
            }
            ExprKind::Yield(value) => value.map_or(Val::Unknown, |v| self.expr(v)),
            ExprKind::Closure(closure) => self.closure_value(id, closure.body, closure.is_move),
            ExprKind::Tuple(parts) => {
                let values = parts.iter().enumerate().map(|(i, p)| (Symbol::intern(&i.to_string()), self.expr(*p)));
                let values: Vec<_> = values.collect();
                Val::Fields(None, values.into()).bounded()
            }
            ExprKind::Array(parts) => {
                let values = parts.iter().enumerate().map(|(i, p)| (Symbol::intern(&format!("[{i}]")), self.expr(*p)));
                let values: Vec<_> = values.collect();
                Val::Fields(None, values.into())
            }
            ExprKind::Repeat { value, .. } => {
                self.expr(value);
                Val::Fresh
            }
            ExprKind::Struct { fields, base, .. } => self.struct_value(id, &fields, base),
            ExprKind::Range { start, end, .. } => {
                for bound in start.into_iter().chain(end) {
                    self.expr(bound);
                }
                Val::Fresh
            }
            ExprKind::Try(operand) => {
                let value = self.expr(operand);
                let before = self.st.clone();
                if let Val::Outcome(outcome) = &value {
                    self.apply(&Val::Outcome(Arc::clone(outcome)), false);
                }
                self.leave_early(0);
                let way_out = std::mem::replace(&mut self.st, before);
                self.exit_with(way_out, Val::Fresh);
                self.apply(&value, true);
                self.gave(id, &value);
                value
            }
            ExprKind::Await(operand) => {
                let value = self.expr(operand);
                let value = match &value {
                    Val::Closure(closure) => {
                        let closure = Arc::clone(closure);
                        self.run_closure(Some(id), &closure, self.span(operand), "", &[])
                    }
                    _ => value,
                };
                self.gave(id, &value);
                value
            }
            ExprKind::Builtin(builtin) => self.builtin(id, &builtin),
            ExprKind::Underscore | ExprKind::Macro(_) | ExprKind::Error => Val::Unknown,
        }
    }

    /// A place as a value: it is read.
    fn read(&mut self, id: ExprId) -> Val {
        let spot = self.spot(id);
        if let Some(Resolution::Local(pat)) = self.inference.paths.get(&id) {
            let pat = *pat;
            if self.declared.contains(&pat) {
                self.st.moved.insert(pat);
            }
        }
        self.load(id, spot)
    }

    /// The value that stands in a place.
    pub(super) fn load(&mut self, id: ExprId, spot: Spot) -> Val {
        match spot {
            Spot::Places(places) => {
                let held = self.held(At::Access(id));
                self.touch(&places, What::Read, self.span(id), "", &held);
                Val::Load(places, None)
            }
            Spot::Local(pat) => self.st.env.get(&pat).cloned().unwrap_or(Val::Unknown),
            Spot::Value(value) => value,
        }
    }

    fn binary(&mut self, id: ExprId, op: BinaryOp, lhs: ExprId, rhs: ExprId) -> Val {
        let left = self.expr(lhs);
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            let stops = op == BinaryOp::Or;
            if left.as_bool() == Some(stops) {
                return left;
            }
            let before = self.st.clone();
            // The right side runs where the left one did not decide.
            self.apply(&left, !stops);
            let right = self.expr(rhs);
            let after = std::mem::replace(&mut self.st, before);
            let value = match (&left, &right) {
                (Val::Known(Known::Bool(_)), _) => right.clone(),
                (_, Val::Known(Known::Bool(b))) if *b == stops => right.clone(),
                (Val::Outcome(o), other) | (other, Val::Outcome(o)) => {
                    let decides = if stops { Means::False } else { Means::True };
                    // `a || a'` of one lock is what both say.
                    let same = matches!(other, Val::Outcome(p) if p.lock == o.lock && p.taken == o.taken);
                    if o.taken == decides || same { Val::Outcome(Arc::clone(o)) } else { Val::Unknown }
                }
                _ => Val::Unknown,
            };
            // What the right side changed, it may have changed; what it takes is said by its value.
            let explicit = self.st.explicit.clone();
            self.st.join(after);
            if self.st.explicit.len() > explicit.len() {
                self.st.explicit.truncate(explicit.len());
            }
            return value;
        }
        let right = self.expr(rhs);
        self.implicit(id, &[left.clone(), right.clone()]);
        match (&left, &right) {
            (Val::Outcome(outcome), Val::Known(known)) | (Val::Known(known), Val::Outcome(outcome)) => compared(outcome, op, known),
            (Val::Known(a), Val::Known(b)) => {
                let ty = self.type_of(lhs);
                Val::Known(eval::binary(op, a, b, &ty))
            }
            // Arithmetic on an address stays near it; a comparison says nothing.
            (Val::Ptr(_) | Val::Load(..), _) if matches!(op, BinaryOp::Add | BinaryOp::Sub | BinaryOp::BitAnd | BinaryOp::BitOr) => left,
            _ => Val::Fresh,
        }
    }

    /// `&x`, `&mut x`, `&raw mut x`
    fn borrow(&mut self, id: ExprId, mutable: bool, operand: ExprId) -> Val {
        let spot = self.spot(operand);
        self.implicit(id, &[]);
        match spot {
            Spot::Places(places) => {
                if mutable && self.is_through_raw_pointer(operand) && !matches!(self.type_of(id).kind(), TyKind::Ptr { .. }) {
                    let held = self.held(At::Access(operand));
                    self.exclusive(&places, operand, self.span(id), "&mut", &held);
                }
                Val::Ptr(places)
            }
            Spot::Local(pat) => {
                let value = self.st.env.get(&pat).cloned().unwrap_or(Val::Unknown);
                if mutable {
                    self.lent(operand);
                }
                Val::Ref(Arc::new(value))
            }
            Spot::Value(value) => {
                if mutable {
                    self.lent(operand);
                }
                Val::Ref(Arc::new(value))
            }
        }
    }

    /// Whether a place is what a raw pointer leads to, itself.
    pub(super) fn is_through_raw_pointer(&mut self, place: ExprId) -> bool {
        match self.kind(place) {
            ExprKind::Unary { op: UnaryOp::Deref, operand } => match self.type_of(operand).kind() {
                TyKind::Ptr { .. } => true,
                TyKind::Adt(..) | TyKind::Ref { .. } => self.is_through_raw_pointer(operand),
                _ => false,
            },
            _ => false,
        }
    }

    /// A variable that is lent out mutably: constants in it are not known any more.
    pub(super) fn lent(&mut self, place: ExprId) {
        let Some(pat) = self.root_local(place) else { return };
        let db = self.an.db;
        if let Some(value) = self.st.env.get_mut(&pat) {
            *value = changed(value, &|variant| db.adt(variant.adt).variants.len() > 1);
        }
    }

    /// The variable that a place is part of.
    pub(super) fn root_local(&self, mut expr: ExprId) -> Option<PatId> {
        loop {
            match &self.data.body.expr(expr).kind {
                ExprKind::Path(_) => {
                    return match self.inference.paths.get(&expr) {
                        Some(Resolution::Local(pat)) => Some(*pat),
                        _ => None,
                    };
                }
                ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => expr = *base,
                ExprKind::Unary { operand, .. } | ExprKind::Ref { operand, .. } => expr = *operand,
                _ => return None,
            }
        }
    }

    /// Calls that the text does not show, of an expression.
    pub(super) fn implicit(&mut self, id: ExprId, values: &[Val]) {
        for call in self.inference.implicit.get(&id).cloned().unwrap_or_default() {
            if let Implicit::Method(..) = call {
                self.implicit_call(id, &call, values);
            }
        }
    }

    fn give_back(&mut self, value: Val) {
        if self.st.dead {
            return;
        }
        self.leave_early(0);
        let state = self.st.clone();
        self.exit_with(state, value);
        self.st.dead = true;
    }

    /// A way out of the function.
    pub(super) fn exit_with(&mut self, state: State, value: Val) {
        if state.dead {
            return;
        }
        self.ret = Some(self.ret.take().map_or(value.clone(), |v| v.join(&value)));
        match &mut self.exits {
            Some(exits) => exits.join(state),
            none => *none = Some(state),
        }
    }
}

/// What is left to be known of a value that somebody may have changed: where it leads, not what it is.
fn changed(value: &Val, is_enum: &dyn Fn(VariantId) -> bool) -> Val {
    match value {
        Val::Known(_) | Val::Outcome(_) => Val::Unknown,
        Val::Fields(of, fields) => {
            let fields = fields.iter().map(|(n, v)| (*n, changed(v, is_enum))).collect();
            Val::Fields(of.filter(|variant| !is_enum(*variant)), fields)
        }
        Val::Ref(inner) => Val::Ref(Arc::new(changed(inner, is_enum))),
        _ => value.clone(),
    }
}

/// The opposite of a result.
fn negated(outcome: &Outcome) -> Val {
    let taken = match outcome.taken {
        Means::True => Means::False,
        Means::False => Means::True,
        Means::Wait | Means::Success => return Val::Unknown,
    };
    Val::Outcome(Arc::new(Outcome { lock: outcome.lock.clone(), taken }))
}

/// A result compared with a constant.
fn compared(outcome: &Outcome, op: BinaryOp, known: &Known) -> Val {
    let is_equal = match op {
        BinaryOp::Eq => true,
        BinaryOp::Ne => false,
        _ => return Val::Unknown,
    };
    let Some(number) = known.as_int() else { return Val::Unknown };
    let means_taken = match outcome.taken {
        Means::True => number != 0,
        Means::False => number == 0,
        Means::Wait => number == 0 || number == 0x80,
        Means::Success => return Val::Unknown,
    };
    let taken = if means_taken == is_equal { Means::True } else { Means::False };
    // `result != 0x102` leaves failures in; whoever writes it has no other in mind.
    Val::Outcome(Arc::new(Outcome { lock: outcome.lock.clone(), taken }))
}
