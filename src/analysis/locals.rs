//! Local variables: what is assigned, lent out, captured and consumed.

use std::sync::Arc;

use super::frame::{Frame, Locals, LoopFrame};
use super::places::only_handles;
use super::value::ClosureVal;
use super::value::Val;
use crate::resolve::bodies::{BodyData, children};
use crate::resolve::ids::VariantId;
use crate::resolve::infer::{Inference, Resolution};
use crate::resolve::ty::TyKind;
use crate::syntax::body::Closure;
use crate::syntax::body::{ExprId, ExprKind, PatId, Stmt};

impl<'a> Frame<'_, 'a> {
    /// A closure, with what it captures.
    pub(super) fn closure_expr(&mut self, id: ExprId, closure: &Closure) -> Val {
        // Whatever it assigns may have changed by any later time.
        for pat in self.assigned(&[closure.body]).0 {
            self.locals.insert(pat, Val::Unknown);
        }
        let mut used = Vec::new();
        self.used_locals(closure.body, &mut used);
        // What a closure moves into itself goes where the closure goes.
        let takes: Vec<PatId> = used
            .iter()
            .copied()
            .filter(|pat| self.declared.contains(pat) && (closure.is_move || self.is_consumed(closure.body, *pat)))
            .collect();
        // What its body gives on ends there.
        let kept: Vec<PatId> = takes.iter().copied().filter(|pat| !self.is_consumed(closure.body, *pat)).collect();
        self.captures(id, &kept);
        self.moved.extend(takes);
        let captured =
            used.iter().filter_map(|pat| self.locals.get(pat).map(|v| (*pat, v.clone()))).filter(|(_, v)| *v != Val::Unknown).collect();
        self.closure_made(ClosureVal {
            owner: self.owner,
            expr: id,
            args: Arc::clone(&self.args),
            captured,
            self_val: self.self_val.clone(),
        })
    }

    /// `(|| { … })()`: a block that `return` leaves. What it does to the variables around it is done to them; what it takes
    /// with it and does not hand on ends with it.
    pub(super) fn called_in_place(&mut self, id: ExprId, callee: ExprId, args: &[ExprId]) -> Option<Val> {
        let ExprKind::Closure(closure) = self.kind(callee) else { return None };
        if closure.is_async || closure.params.len() != args.len() {
            return None;
        }
        self.engine.calls.insert((self.owner, id), true);
        let declared = self.declared.len();
        for ((pat, _), arg) in closure.params.iter().zip(args) {
            let value = self.expr(*arg);
            self.bind(*pat, &value);
        }
        if self.dead {
            return Some(Val::Unknown);
        }
        let outer = self.captured.as_ref().map(|closure| closure.expr);
        self.engine.in_place.insert((self.owner, callee), outer);
        // Where a critical section has the call in it, it has all that the closure does; else it may be one of the closure's.
        let is_outside = self.is_outside(Some(id));
        let section = if is_outside { self.section.clone() } else { self.section.take() };
        let value = self.in_place(&closure, declared);
        self.section = section;
        Some(value)
    }

    /// The body of a closure called in place, whose parameters begin at `declared` of the declared variables.
    fn in_place(&mut self, closure: &Closure, declared: usize) -> Val {
        let mut used = Vec::new();
        if closure.is_move {
            self.used_locals(closure.body, &mut used);
            used.retain(|pat| self.declared[..declared].contains(pat) && !self.moved.contains(pat));
        }
        let index = self.loops.len();
        self.loops.push(LoopFrame::new(None, false, declared, self.created.len()));
        let outer = self.returns_to.replace(index);
        let value = self.expr(closure.body);
        self.leave(declared);
        self.returns_to = outer;
        let Some(frame) = self.loops.pop() else { return value };
        let through = self.state();
        let value = match self.broken(frame, index) {
            Some((returned, state)) => {
                let value = if through.dead { returned } else { self.either(&returned, &value) };
                self.meet(vec![(Val::Unknown, through), (Val::Unknown, state)]);
                value
            }
            None => value,
        };
        if !self.dead {
            used.retain(|pat| !self.moved.contains(pat));
            self.drop_locals(&used);
        }
        self.moved.extend(used);
        value
    }

    /// What stood in a place that is assigned to is dropped, and the place is filled again.
    pub(super) fn overwrite(&mut self, lhs: ExprId) {
        let ty = self.type_of(lhs);
        if !self.needs_drop(&ty) || self.is_outside(Some(lhs)) {
            return;
        }
        match self.inference.paths.get(&lhs) {
            Some(Resolution::Local(pat)) => {
                let pat = *pat;
                // A variable that is declared without a value holds none yet.
                if !self.moved.remove(&pat) && self.declared.contains(&pat) {
                    self.drop_value(&ty, self.span(lhs));
                }
            }
            _ => self.drop_value(&ty, self.span(lhs)),
        }
    }

    /// Whether code uses a variable as a value somewhere: hands it on, stores or returns it.
    pub(super) fn is_consumed(&self, code: ExprId, wanted: PatId) -> bool {
        consumes(&self.data, &self.inference, code, wanted)
    }

    /// Local variables that these expressions may change, and whether `self` is changed.
    pub(super) fn assigned(&self, parts: &[ExprId]) -> (Vec<PatId>, bool) {
        let mut out = Vec::new();
        let mut changes_self = false;
        let mut stack = parts.to_vec();
        while let Some(id) = stack.pop() {
            let kind = &self.data.body.expr(id).kind;
            let changed = match kind {
                ExprKind::Assign { lhs, .. } | ExprKind::AssignOp { lhs, .. } => Some(*lhs),
                ExprKind::Ref { mutable: true, operand, .. } => Some(*operand),
                ExprKind::MethodCall { recv, .. } if self.inference.autoref.get(&id) == Some(&true) => Some(*recv),
                _ => None,
            };
            if let Some(changed) = changed {
                match self.root_local(changed) {
                    Some(pat) => out.push(pat),
                    None => changes_self |= self.is_of_self(changed),
                }
                if let ExprKind::Tuple(parts) | ExprKind::Array(parts) = &self.data.body.expr(changed).kind {
                    out.extend(parts.iter().filter_map(|part| self.root_local(*part)));
                }
            }
            stack.extend(children(kind).0);
        }
        out.sort_unstable();
        out.dedup();
        (out, changes_self)
    }

    pub(super) fn used_locals(&self, expr: ExprId, out: &mut Vec<PatId>) {
        let mut stack = vec![expr];
        while let Some(id) = stack.pop() {
            if let Some(Resolution::Local(pat)) = self.inference.paths.get(&id)
                && !out.contains(pat)
            {
                out.push(*pat);
            }
            stack.extend(children(&self.data.body.expr(id).kind).0);
        }
        out.sort_unstable();
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

    /// Whether a place is part of `self`.
    pub(super) fn is_of_self(&self, mut expr: ExprId) -> bool {
        loop {
            match &self.data.body.expr(expr).kind {
                ExprKind::Path(_) => return matches!(self.inference.paths.get(&expr), Some(Resolution::SelfParam)),
                ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => expr = *base,
                ExprKind::Unary { operand, .. } | ExprKind::Ref { operand, .. } => expr = *operand,
                _ => return false,
            }
        }
    }

    /// A variable that may be changed through a reference: constants are forgotten, handles stay what they are.
    pub(super) fn forget(&mut self, place: ExprId) {
        if self.root_local(place).is_some() {
            // An enum that holds a handle may be another variant now; the handle is still that one, if it is there.
            let is_enum = |id: VariantId| self.engine.db.adt(id.adt).variants.len() > 1;
            let mut enums = Vec::new();
            if let Some(Val::Variant(id, _)) = self.root_local(place).and_then(|pat| self.locals.get(&pat))
                && is_enum(*id)
            {
                enums.push(*id);
            }
            self.update(place, &|value| match only_handles(value) {
                Val::Variant(id, parts) if enums.contains(&id) => Val::Soft(Arc::new(Val::Variant(id, parts))),
                other => other,
            });
        } else if self.is_of_self(place) {
            self.update(place, &only_handles);
        }
    }

    pub(super) fn assign(&mut self, lhs: ExprId, value: Val) {
        match self.kind(lhs) {
            ExprKind::Path(_) => self.assign_local(lhs, value),
            ExprKind::Tuple(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    let value = match &value {
                        Val::Tuple(values) => values.get(i).cloned().unwrap_or(Val::Unknown),
                        _ => Val::Unknown,
                    };
                    self.assign(*part, value);
                }
            }
            ExprKind::Underscore => {}
            // What stands behind a variable that is a reference is as much what it is known to be.
            ExprKind::Field { .. } | ExprKind::Unary { .. } => {
                self.place(lhs);
                self.update(lhs, &|_| value.clone());
            }
            _ => {
                self.place(lhs);
                self.forget(lhs);
            }
        }
    }

    pub(super) fn assign_local(&mut self, lhs: ExprId, value: Val) {
        match self.inference.paths.get(&lhs) {
            Some(Resolution::Local(pat)) => {
                self.locals.insert(*pat, value);
            }
            _ => self.update(lhs, &|_| value.clone()),
        }
    }

    /// A name that owns something whose drop matters is remembered.
    pub(super) fn declare(&mut self, pat: PatId) {
        self.declared.retain(|known| *known != pat);
        self.moved.remove(&pat);
        let ty = self.inference.type_of_pat(pat);
        if matches!(ty.kind(), TyKind::Ref { .. } | TyKind::Ptr { .. } | TyKind::Prim(_) | TyKind::Unknown) {
            return;
        }
        let ty = self.engine.chooser.concrete(&ty, &self.args.clone());
        if self.needs_drop(&ty) {
            self.declared.push(pat);
        }
    }

    /// Constants that were lent out mutably are not known any more.
    pub(super) fn after_borrow(&mut self, args: &[ExprId]) {
        for arg in args {
            if let ExprKind::Ref { mutable: true, operand, .. } = self.kind(*arg) {
                self.forget(operand);
            }
        }
    }
}

pub(super) fn join_locals(into: &mut Locals, other: &Locals) {
    for (pat, value) in into.iter_mut() {
        *value = other.get(pat).map_or(Val::Unknown, |o| value.join(o));
    }
    for pat in other.keys() {
        into.entry(*pat).or_insert(Val::Unknown);
    }
}

/// Whether code uses a variable as a value somewhere: hands it on, stores or returns it.
pub(super) fn consumes(data: &BodyData, inference: &Inference, code: ExprId, wanted: PatId) -> bool {
    let is = |e: ExprId| matches!(inference.paths.get(&e), Some(Resolution::Local(pat)) if *pat == wanted);
    let mut stack = vec![code];
    while let Some(id) = stack.pop() {
        let kind = &data.body.expr(id).kind;
        let consumed = match kind {
            ExprKind::Call { args, .. } | ExprKind::Tuple(args) | ExprKind::Array(args) => args.iter().any(|a| is(*a)),
            ExprKind::MethodCall { args, recv, .. } => {
                args.iter().any(|a| is(*a)) || (is(*recv) && !inference.autoref.contains_key(&id) && !inference.implicit.contains_key(&id))
            }
            ExprKind::Struct { fields, .. } => fields.iter().any(|f| is(f.value)),
            ExprKind::Return(Some(value)) | ExprKind::Break { value: Some(value), .. } => is(*value),
            ExprKind::Assign { rhs, .. } => is(*rhs),
            ExprKind::Block(block) => {
                block.tail.is_some_and(is) || block.stmts.iter().any(|s| matches!(s, Stmt::Let { init: Some(init), .. } if is(*init)))
            }
            _ => false,
        };
        if consumed {
            return true;
        }
        stack.extend(children(kind).0);
    }
    false
}
