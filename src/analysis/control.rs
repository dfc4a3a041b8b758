//! The ways through a body: conditions, branches, where they meet again, and where they leave.
//!
//! A way carries its own cost from where the body (or the round of a loop) began, so that one that returns early ends
//! there and adds nothing to what follows. What a condition says (a clock, the variables that it binds) is known on the
//! way that it decides for. Knows nothing of how often loops run.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::cost::Cost;
use super::frame::{Frame, Locals, LoopFrame};
use super::locals::join_locals;
use super::target::{Target, Targets};
use super::value::{Deadline, Val};
use crate::resolve::defs::Container;
use crate::resolve::ids::{AdtId, VariantId};
use crate::resolve::infer::Implicit;
use crate::syntax::body::{BinaryOp, Block, ExprId, ExprKind, PatId, UnaryOp};

/// Where a way is, and what is known there.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// The variables.
    pub(super) locals: Locals,
    /// `self`.
    pub(super) self_val: Val,
    /// What it has cost so far.
    pub(super) cost: Cost,
    /// Variables that were moved away.
    pub(super) moved: FxHashSet<PatId>,
    /// Whether it is over.
    pub(super) dead: bool,
}

impl State {
    /// Where two ways meet. Moved is what both have moved.
    pub(super) fn join(self, other: Self) -> Self {
        match (self.dead, other.dead) {
            (true, _) => return other,
            (_, true) => return self,
            _ => {}
        }
        let (mut one, other) = (self, other);
        join_locals(&mut one.locals, &other.locals);
        Self {
            self_val: one.self_val.join(&other.self_val),
            cost: one.cost.or(other.cost),
            moved: one.moved.intersection(&other.moved).copied().collect(),
            ..one
        }
    }
}

/// Where a way goes that does not go on to what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaves {
    /// Out of the function: by `return`, `?` or a panic.
    Function,
    /// Out of the loop or block with that index.
    Loop(usize),
    /// To the next round of that loop.
    Round(usize),
}

/// A condition that was evaluated.
pub(super) struct Decided {
    /// Its value.
    pub(super) value: Val,
    /// Where it holds.
    pub(super) yes: State,
    /// Where it does not.
    pub(super) no: State,
}

impl Frame<'_, '_> {
    /// Where the walk stands.
    pub(super) fn state(&self) -> State {
        State {
            locals: self.locals.clone(),
            self_val: self.self_val.clone(),
            cost: self.cost.clone(),
            moved: self.moved.clone(),
            dead: self.dead,
        }
    }

    /// Stand there; where the walk stood before is given back.
    pub(super) fn enter(&mut self, state: State) -> State {
        State {
            locals: std::mem::replace(&mut self.locals, state.locals),
            self_val: std::mem::replace(&mut self.self_val, state.self_val),
            cost: std::mem::replace(&mut self.cost, state.cost),
            moved: std::mem::replace(&mut self.moved, state.moved),
            dead: std::mem::replace(&mut self.dead, state.dead),
        }
    }

    /// The way ends here, and goes on elsewhere.
    pub(super) fn leave_to(&mut self, to: Leaves) {
        if !self.dead {
            let cost = self.cost.clone();
            self.exit(to, cost);
            self.dead = true;
        }
    }

    /// The way ends here for good: it returns, or panics.
    pub(super) fn die(&mut self) {
        self.leave_to(Leaves::Function);
    }

    pub(super) fn exit(&mut self, to: Leaves, cost: Cost) {
        match self.exits.iter_mut().find(|(known, _)| *known == to) {
            Some((_, known)) => *known = std::mem::take(known).or(cost),
            None => self.exits.push((to, cost)),
        }
    }

    /// What the ways cost that have left to there.
    pub(super) fn exits_to(&mut self, to: Leaves) -> Option<Cost> {
        let at = self.exits.iter().position(|(known, _)| *known == to)?;
        Some(self.exits.swap_remove(at).1)
    }

    /// Walk `f` with costs of its own, from nothing: those of the way through, and those of the ways that leave.
    pub(super) fn apart<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> (R, Cost, Vec<(Leaves, Cost)>) {
        let (cost, exits) = (std::mem::take(&mut self.cost), std::mem::take(&mut self.exits));
        self.regions += 1;
        let region = std::mem::replace(&mut self.region, self.regions);
        let value = f(self);
        self.region = region;
        (value, std::mem::replace(&mut self.cost, cost), std::mem::replace(&mut self.exits, exits))
    }

    /// Ways that leave after `before` has passed.
    pub(super) fn leave_after(&mut self, before: &Cost, exits: Vec<(Leaves, Cost)>) {
        for (to, cost) in exits {
            let all = self.cost.clone().then(before.clone()).then(cost);
            self.exit(to, all);
        }
    }

    /// What of a deadline can still be ahead: what has passed since the clock was asked has gone by.
    pub(super) fn ahead(&self, deadline: Deadline) -> u128 {
        let asked = self.asked_at.iter().rev().find(|(origin, region, _)| Some(*origin) == deadline.origin && *region == self.region);
        let passed = asked.map_or(0, |(_, _, then)| self.cost.total().saturating_sub(*then));
        deadline.nanos.saturating_sub(passed)
    }

    /// Walk `f` as one of several ways: where it comes to is handed back, and the walk stands where it stood.
    pub(super) fn branch<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> (R, State) {
        let from = self.state();
        self.way(from, f)
    }

    /// The same from another place.
    pub(super) fn way<R>(&mut self, from: State, f: impl FnOnce(&mut Self) -> R) -> (R, State) {
        let back = self.enter(from);
        let declared = self.declared.len();
        self.conditional += 1;
        let value = f(self);
        self.conditional -= 1;
        // What a pattern of this way declared lives no longer than it.
        self.leave(declared);
        (value, self.enter(back))
    }

    /// After ways of which one was taken.
    pub(super) fn meet(&mut self, ways: Vec<(Val, State)>) -> Val {
        let mut all: Option<(Val, State)> = None;
        for (value, state) in ways.into_iter().filter(|(_, state)| !state.dead) {
            all = Some(match all {
                Some((known, before)) => (self.either(&known, &value), before.join(state)),
                None => (value, state),
            });
        }
        match all {
            Some((value, state)) => {
                self.enter(state);
                value
            }
            None => {
                self.dead = true;
                Val::Unknown
            }
        }
    }

    /// Evaluate a condition; afterwards the walk stands nowhere in particular.
    pub(super) fn decide(&mut self, cond: ExprId) -> Decided {
        match self.kind(cond) {
            ExprKind::Binary { op: op @ (BinaryOp::And | BinaryOp::Or), lhs, rhs, .. } => {
                let first = self.decide(lhs);
                let is_and = op == BinaryOp::And;
                let (goes_on, stops) = if is_and { (first.yes, first.no) } else { (first.no, first.yes) };
                self.enter(goes_on);
                let second = if self.dead {
                    let here = self.state();
                    Decided { value: Val::Unknown, yes: here.clone(), no: here }
                } else {
                    self.decide(rhs)
                };
                let value = either_or(is_and, &first.value, &second.value);
                if is_and {
                    Decided { value, yes: second.yes, no: stops.join(second.no) }
                } else {
                    Decided { value, yes: stops.join(second.yes), no: second.no }
                }
            }
            ExprKind::Unary { op: UnaryOp::Not, operand } if self.inference.implicit.get(&cond).is_none_or(Vec::is_empty) => {
                let inner = self.decide(operand);
                let value = super::eval::unary(UnaryOp::Not, &inner.value, &crate::resolve::ty::Ty::prim(crate::resolve::ids::Prim::Bool));
                Decided { value, yes: inner.no, no: inner.yes }
            }
            ExprKind::Let { pat, expr } => {
                let value = self.scrutinee(pat, expr);
                let matched = self.matches(pat, &value);
                let mut no = self.state();
                self.bind(pat, &value);
                let mut yes = self.state();
                no.dead |= matched == Some(true);
                yes.dead |= matched == Some(false);
                let clock = if self.is_there(pat) { while_there(&value) } else { Val::Unknown };
                Decided { value: matched.map_or(clock, Val::Bool), yes, no }
            }
            _ => {
                let value = self.expr(cond);
                let mut yes = self.state();
                let mut no = yes.clone();
                match &value {
                    Val::Bool(true) => no.dead = true,
                    Val::Bool(false) => yes.dead = true,
                    _ => self.narrow(cond, &mut yes, &mut no),
                }
                Decided { value, yes, no }
            }
        }
    }

    /// `a && b`, `a || b` as a value; anything else that stands between two operands.
    pub(super) fn binary(&mut self, id: ExprId, op: BinaryOp, lhs: ExprId, rhs: ExprId, op_span: crate::source::Span) -> Val {
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            let decided = self.decide(id);
            let all_dead = decided.yes.dead && decided.no.dead;
            self.enter(decided.yes.join(decided.no));
            self.dead = all_dead;
            return decided.value;
        }
        let left = self.expr(lhs);
        let right = self.expr(rhs);
        self.division_panics(op, op_span, lhs, rhs, &right);
        self.implicit_with(id, op_span, &[left.clone(), right.clone()]);
        if matches!(left, Val::Variant(..)) && !self.is_compared_by_derive(id) {
            return Val::Unknown;
        }
        super::eval::binary(op, &left, &right, &self.type_of(lhs))
    }

    /// Whether `==` between enums compares their variants, which is what the compiler writes.
    fn is_compared_by_derive(&mut self, id: ExprId) -> bool {
        let calls = self.inference.implicit.get(&id).cloned().unwrap_or_default();
        calls.iter().all(|call| match call {
            Implicit::Method(method, args) => {
                let args = self.engine.chooser.concrete_args(args, &self.args.clone());
                let own = |target: &Target| self.engine.db.fn_data(target.id).container;
                match self.engine.chooser.targets(*method, &args) {
                    Targets::Fns(targets) => targets.iter().all(|target| matches!(own(target), Container::Trait(_))),
                    _ => false,
                }
            }
            Implicit::Deref { .. } => true,
        })
    }

    pub(super) fn if_expr(&mut self, cond: ExprId, then: ExprId, otherwise: Option<ExprId>) -> Val {
        let reads = std::mem::take(&mut self.shared_reads);
        // What a condition binds ends with the expression.
        let declared = self.declared.len();
        let decided = self.decide(cond);
        let asks = std::mem::replace(&mut self.shared_reads, reads) > 0;
        let bound: Vec<PatId> = self.declared.split_off(declared);
        let both = !decided.yes.dead && !decided.no.dead;
        let before = self.ret.take();
        let first = self.way(decided.yes, |f| {
            f.declared.extend(bound);
            f.expr(then)
        });
        let given_first = self.ret.take();
        let second = self.way(decided.no, |f| otherwise.map_or(Val::Unknown, |o| f.expr(o)));
        let given_second = self.ret.take();
        // From a time limit on one of the two ways is taken.
        let late = match decided.value.hard() {
            Val::Before { deadline, negated } => {
                let (way, given) = if *negated { (&first, &given_first) } else { (&second, &given_second) };
                let value = if way.1.dead { given.as_ref() } else { Some(&way.0) };
                match value.map(Val::hard) {
                    Some(Val::Bool(value)) => Some((*deadline, *value, way.1.dead)),
                    _ => None,
                }
            }
            _ => None,
        };
        self.ret = [before, given_first, given_second].into_iter().flatten().reduce(|known, value| self.either(&known, &value));
        if both {
            // What goes on as long as something is there ends when there is no more.
            let drains = if self.holds_while_there(cond) { !first.1.dead } else { self.fails_while_there(cond) && !second.1.dead };
            let asks = self.asks_by(cond, asks) && !drains;
            self.guard(first.1.dead, second.1.dead, &decided.value, asks);
        }
        match (late, self.meet(vec![first, second])) {
            (Some((deadline, negated, false)), Val::Unknown) => Val::Before { deadline, negated },
            (Some((deadline, negated, true)), value) => {
                if self.conditional == 0 && self.late.is_none() {
                    self.late = Some((deadline, negated));
                }
                value
            }
            (_, value) => value,
        }
    }

    /// Whether a condition in a loop depends on what other threads may change, and on nothing that the loop changes itself.
    pub(super) fn asks_by(&self, cond: ExprId, asks: bool) -> bool {
        let Some(frame) = self.loops.iter().rev().find(|l| l.is_loop) else { return false };
        let mut used = Vec::new();
        self.used_locals(cond, &mut used);
        let read = self.read_from_others.get(frame.read..).unwrap_or(&[]);
        (asks || used.iter().any(|pat| read.contains(pat))) && !used.iter().any(|pat| frame.changed.contains(pat))
    }

    /// `let Some(x) = …`, `….is_ok()`: a condition that holds where something is there.
    pub(super) fn holds_while_there(&self, cond: ExprId) -> bool {
        match &self.data.body.expr(cond).kind {
            ExprKind::Let { pat, .. } => self.is_there(*pat),
            ExprKind::MethodCall { method, .. } => matches!(method.name.as_str(), "is_ok" | "is_some"),
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.fails_while_there(*operand),
            _ => false,
        }
    }

    fn fails_while_there(&self, cond: ExprId) -> bool {
        match &self.data.body.expr(cond).kind {
            ExprKind::MethodCall { method, .. } => matches!(method.name.as_str(), "is_err" | "is_none"),
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.holds_while_there(*operand),
            _ => false,
        }
    }

    /// Whether a pattern is for what is there: `Some(x)`, `Ok(x)`.
    pub(super) fn is_there(&self, pat: PatId) -> bool {
        let Some(variant) = self.inference.pat_variants.get(&pat) else { return false };
        matches!(self.engine.db.variant(*variant).name.name.as_str(), "Some" | "Ok")
    }

    /// A condition of which one way leaves: where it asks for the time or for shared state, it bounds the loop around,
    /// or makes it one that waits for others.
    pub(super) fn guard(&mut self, yes_leaves: bool, no_leaves: bool, value: &Val, asks: bool) {
        if !yes_leaves && !no_leaves {
            return;
        }
        let deadline = match value.hard() {
            // As long as the loop goes on, the limit is not reached.
            Val::Before { deadline, negated: true } if yes_leaves => Some(*deadline),
            Val::Before { deadline, negated: false } if no_leaves => Some(*deadline),
            _ => None,
        };
        // A closure called in place leaves no loop around it.
        let own = self.returns_to.map_or(0, |closure| closure + 1);
        let Some(at) = self.loops.iter().rposition(|l| l.is_loop).filter(|at| *at >= own) else { return };
        // A clock that starts anew in each round bounds nothing.
        let deadline = deadline.filter(|d| d.origin.is_none_or(|origin| !self.created[self.loops[at].created..].contains(&origin)));
        let frame = &mut self.loops[at];
        frame.deadline = match (frame.deadline, deadline) {
            (Some(a), Some(b)) => Some(if b.nanos < a.nanos { b } else { a }),
            (a, b) => a.or(b),
        };
        frame.asks_state |= asks;
    }

    pub(super) fn labelled_block(&mut self, block: &Block) -> Val {
        let Some(label) = block.label else { return self.block(block) };
        self.loops.push(LoopFrame::new(Some(label.name), false, self.declared.len(), self.created.len()));
        let value = self.block(block);
        let through = self.state();
        let Some(frame) = self.loops.pop() else { return value };
        let index = self.loops.len();
        let broken = self.broken(frame, index);
        self.meet(std::iter::once((value, through)).chain(broken).collect())
    }

    /// Where the `break`s of the loop or block with that index come together, with their value.
    pub(super) fn broken(&mut self, frame: LoopFrame, index: usize) -> Option<(Val, State)> {
        let cost = self.exits_to(Leaves::Loop(index))?;
        let state = frame.breaks?;
        Some((frame.value.unwrap_or(Val::Unknown), State { cost, dead: false, ..state }))
    }

    /// `return value`, or the way out of a `?`: the body, or the closure called in place, is left.
    pub(super) fn return_early(&mut self, value: Val) {
        match self.returns_to {
            Some(closure) => self.jump_out(closure, value, Self::either),
            None => {
                self.leave_early(0);
                self.give_back(value);
                self.die();
            }
        }
    }

    /// What the function gives back on this way.
    pub(super) fn give_back(&mut self, value: Val) {
        if !self.dead {
            self.ret = Some(match self.ret.take() {
                Some(known) => self.either(&known, &value),
                None => value,
            });
        }
    }

    /// One of two values. A `Result` that has failed on one way is what it is on the other, if it has not; likewise an
    /// `Option` of what is no number, whose absence would mean something.
    pub(super) fn either(&self, a: &Val, b: &Val) -> Val {
        let lang = self.engine.db.lang();
        let (Val::Variant(x, parts), Val::Variant(y, others)) = (a.hard(), b.hard()) else { return a.join(b) };
        if x.adt != y.adt || x == y {
            return a.join(b);
        }
        let (full, parts) = if self.is_full(a.hard(), Some(x.adt)) == Some(true) { (a.hard(), parts) } else { (b.hard(), others) };
        let is_result = Some(x.adt) == lang.result;
        let is_thing = parts.iter().all(|part| matches!(part.hard(), Val::Handle(_) | Val::Variant(..) | Val::Tuple(_)));
        if is_result || (Some(x.adt) == lang.option && is_thing) { Val::Soft(Arc::new(full.clone())) } else { Val::Unknown }
    }

    /// What `?` gives back where a `Result` has failed.
    pub(super) fn failed(&self, result: AdtId) -> Val {
        Val::Variant(VariantId { adt: result, index: 1 }, Arc::from([Val::Unknown]))
    }
}

/// What is left of a deadline is there (`Some(left)`) only before it.
pub(super) fn while_there(value: &Val) -> Val {
    match value.hard() {
        Val::Variant(_, parts) => match parts.as_ref() {
            [part] => match part.hard() {
                Val::Left { deadline, .. } => Val::Before { deadline: *deadline, negated: false },
                _ => Val::Unknown,
            },
            _ => Val::Unknown,
        },
        _ => Val::Unknown,
    }
}

/// The value of `a && b` or `a || b`.
fn either_or(is_and: bool, a: &Val, b: &Val) -> Val {
    let (stops, goes_on) = (Val::Bool(!is_and), Val::Bool(is_and));
    if *a == stops || *b == stops {
        return stops;
    }
    if *a == goes_on {
        return b.clone();
    }
    if *b == goes_on {
        return a.clone();
    }
    // With `&&`, one clock that says no is enough; with `||`, each must.
    let enough = |val: &Val| match val {
        Val::Before { negated, .. } => *negated != is_and,
        _ => false,
    };
    match (a, b) {
        (Val::Before { deadline: x, .. }, Val::Before { deadline: y, .. }) if enough(a) && enough(b) => {
            if x.nanos <= y.nanos {
                a.clone()
            } else {
                b.clone()
            }
        }
        (Val::Before { deadline: x, negated: m }, Val::Before { deadline: y, negated: n }) if m == n => {
            if x.nanos >= y.nanos {
                a.clone()
            } else {
                b.clone()
            }
        }
        _ if enough(a) => a.clone(),
        _ if enough(b) => b.clone(),
        _ => Val::Unknown,
    }
}
