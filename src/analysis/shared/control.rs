//! Branches, loops, blocks: which ways there are, and what is known where they meet.

use std::sync::Arc;

use super::facts::What;
use super::handed::elements;
use super::place::Part;
use super::value::{Means, Val};
use super::walk::{At, LoopFrame, Spot, State, Walk};
use crate::resolve::ty::TyKind;
use crate::source::Symbol;
use crate::syntax::body::{Arm, Block, ExprId, ExprKind, PatId, PatKind, Stmt};

impl Walk<'_, '_, '_> {
    /// What a condition's outcome says on one of its ways.
    pub(super) fn apply(&mut self, value: &Val, holds: bool) {
        let Val::Outcome(outcome) = value else { return };
        let taken = match outcome.taken {
            Means::True | Means::Success => holds,
            Means::False => !holds,
            Means::Wait => return,
        };
        if taken {
            self.take_explicitly(outcome.lock.clone());
        } else {
            // A wait that failed holds nothing, also where it was taken to succeed.
            self.st.explicit.retain(|(lock, _)| !(lock.is_same(&outcome.lock) && lock.taken_at == outcome.lock.taken_at));
        }
    }

    /// A lock is held from here on, until a call gives it back.
    pub(super) fn take_explicitly(&mut self, lock: super::lock::Lock) {
        match self.st.explicit.iter_mut().find(|(l, _)| *l == lock) {
            Some((_, must)) => *must = true,
            None => self.st.explicit.push((lock, true)),
        }
    }

    pub(super) fn if_expr(&mut self, cond: ExprId, then: ExprId, otherwise: Option<ExprId>) -> Val {
        let declared = self.declared.len();
        let decided = self.expr(cond);
        if self.st.dead {
            return Val::Unknown;
        }
        match decided.as_bool() {
            Some(true) => return self.expr(then),
            Some(false) => return otherwise.map_or(Val::Fresh, |o| self.expr(o)),
            None => {}
        }
        let before = self.st.clone();
        self.apply(&decided, true);
        let first = self.expr(then);
        self.leave(declared);
        let after = std::mem::replace(&mut self.st, before);
        self.apply(&decided, false);
        let second = otherwise.map_or(Val::Fresh, |o| self.expr(o));
        self.declared.truncate(declared);
        let (one_dead, other_dead) = (after.dead, self.st.dead);
        self.st.join(after);
        match (one_dead, other_dead) {
            (true, _) => second,
            (_, true) => first,
            _ => first.join(&second),
        }
    }

    pub(super) fn match_expr(&mut self, scrutinee: ExprId, arms: &[Arm]) -> Val {
        let only_wild = arms.iter().all(|a| matches!(self.data.body.pat(a.pat).kind, PatKind::Wild));
        let spot = match arms.first() {
            Some(arm) if !only_wild => self.scrutinee(arm.pat, scrutinee),
            _ => self.spot(scrutinee),
        };
        let ty = self.type_of(scrutinee);
        if self.st.dead {
            return Val::Unknown;
        }
        let before = self.st.clone();
        let mut after: Option<State> = None;
        let mut value: Option<Val> = None;
        for arm in arms {
            let matched = match &spot {
                Spot::Value(value) => self.matches(arm.pat, value),
                _ => None,
            };
            if matched == Some(false) {
                continue;
            }
            let declared = self.declared.len();
            self.st = before.clone();
            if let Spot::Value(Val::Outcome(outcome)) = &spot {
                match self.arm_takes(outcome, arm.pat) {
                    Some(true) => self.take_explicitly(outcome.lock.clone()),
                    Some(false) => self.st.explicit.retain(|(l, _)| *l != outcome.lock),
                    None => {}
                }
            }
            self.bind_spot(arm.pat, spot.clone(), &ty, Some(scrutinee));
            if let Some(guard) = arm.guard {
                let decided = self.expr(guard);
                if decided.as_bool() == Some(false) {
                    self.declared.truncate(declared);
                    continue;
                }
                self.apply(&decided, true);
            }
            let own = self.expr(arm.body);
            self.leave(declared);
            if !self.st.dead {
                value = Some(value.map_or(own.clone(), |v| v.join(&own)));
            }
            let state = std::mem::take(&mut self.st);
            match &mut after {
                Some(after) => after.join(state),
                none => *none = Some(state),
            }
            if matched == Some(true) && arm.guard.is_none() {
                break;
            }
        }
        self.st = after.unwrap_or_else(|| State { dead: true, ..State::default() });
        value.unwrap_or(Val::Unknown)
    }

    pub(super) fn loop_expr(&mut self, label: Option<Symbol>, cond: Option<ExprId>, body: ExprId) -> Val {
        self.rounds(label, |walk| {
            let Some(cond) = cond else {
                walk.expr(body);
                return None;
            };
            let decided = walk.expr(cond);
            let mut out = walk.st.clone();
            if decided.as_bool() == Some(true) {
                out.dead = true;
            }
            let state = std::mem::replace(&mut walk.st, out);
            walk.apply(&decided, false);
            let out = std::mem::replace(&mut walk.st, state);
            if decided.as_bool() == Some(false) {
                walk.st.dead = true;
            }
            walk.apply(&decided, true);
            walk.expr(body);
            Some(out)
        })
    }

    pub(super) fn for_expr(&mut self, id: ExprId, label: Option<Symbol>, pat: PatId, iter: ExprId, body: ExprId) -> Val {
        let value = self.expr(iter);
        let ty = self.type_of(iter);
        if let (Val::Ptr(places), TyKind::Ref { .. }) = (&value, ty.kind()) {
            // `for x in &collection` reads it.
            let held = self.held(At::Access(iter));
            let places = Arc::clone(places);
            self.touch(&places, What::Read, self.span(iter), "", &held);
        }
        let calls = self.inference.implicit.get(&id).cloned().unwrap_or_default();
        let mut user = Val::Unknown;
        for call in &calls {
            user = self.implicit_call(id, call, std::slice::from_ref(&value));
        }
        let held = self.held(At::Call(id));
        self.note_call(id, &held);
        let is_lent = matches!(ty.kind(), TyKind::Ref { .. });
        let element = match &value {
            Val::Unknown => user,
            Val::Ptr(_) | Val::Guard(..) => elements(&value),
            Val::Ref(_) if is_lent => elements(&value),
            // An iterator over references stands for what it gives.
            Val::Ref(_) => value.clone(),
            _ => match value.field(Symbol::intern("[0]"), Part::Item) {
                Val::Unknown if matches!(value, Val::Fields(None, _)) => value.clone(),
                Val::Unknown => user,
                element => element,
            },
        };
        self.rounds(label, |walk| {
            let out = walk.st.clone();
            walk.bind(pat, &element, None);
            walk.expr(body);
            Some(out)
        })
    }

    /// Two rounds: the second sees what the first left. `round` says with what a round may not begin at all.
    fn rounds(&mut self, label: Option<Symbol>, mut round: impl FnMut(&mut Self) -> Option<State>) -> Val {
        if self.st.dead {
            return Val::Unknown;
        }
        let declared = self.declared.len();
        let mut ends: Option<State> = None;
        let mut value: Option<Val> = None;
        for _ in 0..2 {
            self.loops.push(LoopFrame { label, is_loop: true, value: None, left: None, declared });
            let entry = self.st.clone();
            let out = round(self);
            self.leave(declared);
            let Some(frame) = self.loops.pop() else { return Val::Unknown };
            for state in out.into_iter().chain(frame.left) {
                match &mut ends {
                    Some(ends) => ends.join(state),
                    none => *none = Some(state),
                }
            }
            value = match (value, frame.value) {
                (Some(a), Some(b)) => Some(a.join(&b)),
                (a, b) => a.or(b),
            };
            let mut next = entry;
            let after = std::mem::take(&mut self.st);
            let stays = after.dead;
            next.join(after);
            self.st = next;
            if stays {
                break;
            }
        }
        self.st = ends.unwrap_or_else(|| State { dead: true, ..State::default() });
        value.unwrap_or(Val::Fresh)
    }

    pub(super) fn break_to(&mut self, label: Option<Symbol>, value: Val) {
        let target = match label {
            Some(label) => self.loops.iter().rposition(|l| l.label == Some(label)),
            None => self.loops.iter().rposition(|l| l.is_loop),
        };
        if let (Some(target), false) = (target, self.st.dead) {
            self.leave_early(self.loops[target].declared);
            let state = self.st.clone();
            let at = &mut self.loops[target];
            at.value = Some(at.value.take().map_or(value.clone(), |v| v.join(&value)));
            match &mut at.left {
                Some(left) => left.join(state),
                none => *none = Some(state),
            }
        }
        self.st.dead = true;
    }

    pub(super) fn labelled_block(&mut self, block: &Block) -> Val {
        let Some(label) = block.label else { return self.block(block) };
        let declared = self.declared.len();
        self.loops.push(LoopFrame { label: Some(label.name), is_loop: false, value: None, left: None, declared });
        let value = self.block(block);
        let Some(frame) = self.loops.pop() else { return value };
        let Some(left) = frame.left else { return value };
        let value = if self.st.dead { frame.value.unwrap_or(Val::Unknown) } else { frame.value.map_or(value.clone(), |v| v.join(&value)) };
        self.st.join(left);
        value
    }

    pub(super) fn block(&mut self, block: &Block) -> Val {
        let declared = self.declared.len();
        for stmt in &block.stmts {
            if self.st.dead {
                break;
            }
            self.stmt(stmt);
        }
        let value = match block.tail {
            Some(tail) if !self.st.dead => self.expr(tail),
            _ => Val::Fresh,
        };
        self.leave(declared);
        value
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Let { pat, init, otherwise, .. } => {
                let Some(init) = *init else {
                    self.bind(*pat, &Val::Fresh, None);
                    // It holds nothing until it is assigned.
                    self.st.moved.insert(*pat);
                    return;
                };
                if matches!(self.data.body.pat(*pat).kind, PatKind::Wild) {
                    match self.spot(init) {
                        Spot::Value(value) => {
                            let (ty, held) = (self.type_of(init), self.held(At::Call(init)));
                            self.drop_value(&value, &ty, self.name_span(init), &held);
                        }
                        Spot::Places(_) | Spot::Local(_) => {}
                    }
                    return;
                }
                let spot = self.scrutinee(*pat, init);
                let ty = self.type_of(init);
                if self.st.dead {
                    return;
                }
                if let Some(otherwise) = otherwise {
                    let outcome = match &spot {
                        Spot::Value(value @ Val::Outcome(_)) => Some(value.clone()),
                        _ => None,
                    };
                    let before = self.st.clone();
                    if let Some(outcome) = &outcome {
                        self.apply(outcome, false);
                    }
                    self.expr(*otherwise);
                    self.st = before;
                    if let Some(outcome) = &outcome {
                        self.apply(outcome, true);
                    }
                }
                let wanted = self.type_of_pat(*pat);
                let (spot, ty) = match spot {
                    Spot::Value(value) if matches!(wanted.kind(), TyKind::Ref { .. }) => {
                        (Spot::Value(self.coerced(init, value, &wanted)), wanted)
                    }
                    spot => (spot, ty),
                };
                self.bind_spot(*pat, spot, &ty, Some(init));
            }
            Stmt::Expr { expr, .. } => {
                let value = match self.kind(*expr) {
                    ExprKind::Path(_) | ExprKind::Field { .. } | ExprKind::Index { .. } | ExprKind::Unary { .. } => {
                        self.spot(*expr);
                        return;
                    }
                    _ => self.expr(*expr),
                };
                if matches!(self.kind(*expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                    let (ty, held) = (self.type_of(*expr), self.held(At::Call(*expr)));
                    self.drop_value(&value, &ty, self.name_span(*expr), &held);
                }
            }
            Stmt::Item { .. } | Stmt::Macro { .. } => {}
        }
    }
}
