//! One walk over one body, in the order of evaluation: costs add up, branches take the larger, values flow.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::cost::Cost;
use super::effect::{Effect, Hop, merge};
use super::engine::{Engine, Summary};
use super::panics::{at_boundary, stops_unwinding};
use super::shared::Filter;
use super::value::{ClosureVal, Val};
use crate::resolve::bodies::{BodyData, children};
use crate::resolve::ids::FnId;
use crate::resolve::infer::{BodyOwner, Implicit, Inference, Resolution};
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::{Span, Symbol};
use crate::syntax::body::{Block, BlockKind, ExprId, ExprKind, PatId, PatKind, Stmt};

/// What is known of the local variables.
pub(super) type Locals = FxHashMap<PatId, Val>;

#[derive(Debug)]
struct LoopFrame {
    label: Option<Symbol>,
    is_loop: bool,
    value: Option<Val>,
    locals: Option<Locals>,
    /// How many variables were declared where it began.
    declared: usize,
    /// A guard in it ends it after that time at the latest.
    deadline: Option<u128>,
    /// A guard in it, or its condition, asks shared state whether to go on.
    asks_state: bool,
}

/// The state of one walk.
pub(super) struct Frame<'e, 'a> {
    pub(super) engine: &'e mut Engine<'a>,
    pub(super) owner: BodyOwner,
    pub(super) data: Arc<BodyData>,
    pub(super) inference: Arc<Inference>,
    pub(super) args: Args,
    pub(super) locals: Locals,
    pub(super) self_val: Val,
    pub(super) effects: Vec<Effect>,
    pub(super) cost: Cost,
    pub(super) dead: bool,
    /// Variables that own something whose drop matters, in order of declaration.
    pub(super) declared: Vec<PatId>,
    /// Those of them that were moved away on every path so far.
    pub(super) moved: FxHashSet<PatId>,
    /// The next expression is a place that is looked at, not a value that is taken.
    pub(super) in_place: bool,
    /// How often the known loops around run what is walked now.
    pub(super) factor: u128,
    /// Comparisons of the time that passed, with the limit, since the last condition was entered.
    pub(super) limits: Vec<u128>,
    /// Reads of shared state since the last condition was entered.
    pub(super) shared_reads: u32,
    /// Calls that lead back into a function that is being walked.
    pub(super) recursive_calls: Vec<Span>,
    /// Whether the call under way is one that is awaited.
    pub(super) is_awaiting: bool,
    /// What of the body counts, where only a critical section is looked at.
    pub(super) section: Option<Arc<Filter>>,
    /// The expression under way.
    pub(super) current: Option<ExprId>,
    /// What calls without a text handed on to, from where and how often, and what it costs: many types share their
    /// parts, and whoever walks each as often as it occurs does not come to an end.
    ret: Option<Val>,
    last_moved: Vec<(bool, FxHashSet<PatId>)>,
    loops: Vec<LoopFrame>,
    depth: u32,
}

const DEPTH: u32 = 1_500;

impl<'e, 'a> Frame<'e, 'a> {
    pub(super) fn walk(
        engine: &'e mut Engine<'a>,
        owner: BodyOwner,
        closure: Option<ExprId>,
        args: &Args,
        params: &[Val],
        captured: Option<Arc<ClosureVal>>,
        section: Option<Arc<Filter>>,
    ) -> Option<Summary> {
        let data = engine.db.body(owner)?;
        let inference = engine.db.inference(owner)?;
        let mut frame = Frame {
            engine,
            owner,
            data: Arc::clone(&data),
            inference,
            args: Arc::clone(args),
            locals: Locals::default(),
            self_val: Val::Unknown,
            effects: Vec::new(),
            cost: Cost::ZERO,
            dead: false,
            declared: Vec::new(),
            moved: FxHashSet::default(),
            in_place: false,
            factor: 1,
            limits: Vec::new(),
            shared_reads: 0,
            recursive_calls: Vec::new(),
            is_awaiting: false,
            section,
            current: None,
            ret: None,
            last_moved: Vec::new(),
            loops: Vec::new(),
            depth: 0,
        };
        let unknown = Val::Unknown;
        let root = match closure.map(|id| (id, data.body.expr(id).kind.clone())) {
            Some((_, ExprKind::Closure(closure))) => {
                if let Some(captured) = captured {
                    frame.locals.extend(captured.captured.iter().cloned());
                    frame.self_val = captured.self_val.clone();
                }
                for (i, (pat, _)) in closure.params.iter().enumerate() {
                    frame.bind(*pat, params.get(i).unwrap_or(&unknown));
                }
                closure.body
            }
            // An async block that is awaited elsewhere.
            Some((id, ExprKind::Block(_))) => id,
            _ => {
                let mut params = params.iter();
                if frame.inference.self_type.is_some() {
                    frame.self_val = params.next().cloned().unwrap_or(Val::Unknown);
                }
                for pat in &data.body.params {
                    frame.bind(*pat, params.next().unwrap_or(&unknown));
                }
                data.body.root?
            }
        };
        let value = match &data.body.expr(root).kind {
            ExprKind::Block(block) if matches!(block.kind, BlockKind::Async { .. }) && closure.is_some() => frame.block(block),
            _ => frame.expr(root),
        };
        frame.leave(0);
        let diverges = frame.dead && frame.ret.is_none();
        let ret = match (frame.ret.take(), frame.dead) {
            (Some(ret), true) => ret,
            (Some(ret), false) => ret.join(&value),
            (None, _) => value,
        };
        let mut cost = std::mem::take(&mut frame.cost);
        if cost.known > 0 {
            for at in std::mem::take(&mut frame.recursive_calls) {
                cost.is_unbounded = true;
                frame.repeats(at, "the recursion has no known depth");
            }
        }
        let stops = closure.is_none() && stops_unwinding(frame.engine.db, owner);
        let effects = if stops { at_boundary(frame.effects) } else { frame.effects };
        Some(Summary { cost, effects, ret, diverges, is_recursive: false })
    }

    pub(super) fn type_of(&mut self, expr: ExprId) -> Ty {
        let ty = self.inference.type_of(expr);
        self.engine.chooser.concrete(&ty, &self.args.clone())
    }

    pub(super) fn kind(&self, expr: ExprId) -> ExprKind {
        self.data.body.expr(expr).kind.clone()
    }

    pub(super) fn span(&self, expr: ExprId) -> Span {
        self.data.body.expr(expr).span
    }

    /// Time that passes next.
    pub(super) fn add(&mut self, cost: Cost) {
        self.cost = std::mem::take(&mut self.cost).then(cost);
    }

    /// A loop, or a recursion, that goes on for nobody knows how long.
    pub(super) fn repeats(&mut self, at: Span, why: &str) {
        let effect = Effect {
            place: at,
            callee: "".into(),
            path: "".into(),
            action: super::effect::Action::Repeats(why.into()),
            why: None,
            instead: None,
            arguments: Arc::from([]),
            chains: vec![Vec::new()],
        };
        merge(&mut self.effects, &effect, None);
    }

    /// Take over what a callee comes to.
    pub(super) fn absorb(&mut self, summary: &Summary, hop: &Hop) {
        self.add(summary.cost.clone());
        if summary.is_recursive {
            self.recursive_calls.push(hop.at);
        }
        for effect in &summary.effects {
            merge(&mut self.effects, effect, Some(hop));
        }
    }

    /// Walk `f` as one of several ways; what it does is kept, its cost and state are handed back.
    fn branch<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> (R, Cost, Locals, bool) {
        let cost = std::mem::take(&mut self.cost);
        let moved = self.moved.clone();
        let declared = self.declared.len();
        let locals = self.locals.clone();
        let dead = self.dead;
        let value = f(self);
        // What a pattern of this way declared lives no longer than it.
        self.leave(declared);
        let own = std::mem::replace(&mut self.cost, cost);
        let ways_moved = std::mem::replace(&mut self.moved, moved);
        self.last_moved.push((self.dead, ways_moved));
        let after = std::mem::replace(&mut self.locals, locals);
        let died = std::mem::replace(&mut self.dead, dead);
        (value, own, after, died)
    }

    /// After ways that each may have been taken.
    fn meet(&mut self, ways: Vec<(Val, Cost, Locals, bool)>) -> Val {
        // Moved is what every way that goes on has moved.
        let first = self.last_moved.len().saturating_sub(ways.len());
        let mut moved = self.last_moved.split_off(first).into_iter().filter(|(dead, _)| !dead).map(|(_, moved)| moved);
        if let Some(one) = moved.next() {
            self.moved = moved.fold(one, |all, other| all.intersection(&other).copied().collect());
        }
        let cost = ways.iter().fold(Cost::ZERO, |cost, way| cost.or(way.1.clone()));
        self.add(cost);
        let mut live = ways.into_iter().filter(|way| !way.3);
        let Some((mut value, _, mut locals, _)) = live.next() else {
            self.dead = true;
            return Val::Unknown;
        };
        for (other, _, more, _) in live {
            value = value.join(&other);
            join_locals(&mut locals, &more);
        }
        self.locals = locals;
        value
    }

    pub(super) fn expr(&mut self, id: ExprId) -> Val {
        if self.dead {
            self.in_place = false;
            return Val::Unknown;
        }
        let in_place = std::mem::take(&mut self.in_place);
        if !in_place {
            self.take_over(id);
        }
        self.depth += 1;
        let outer = self.current.replace(id);
        let value = if self.depth > DEPTH { Val::Unknown } else { self.expr_inner(id) };
        self.current = outer;
        self.depth -= 1;
        value
    }

    /// A place that is looked at, not taken from.
    pub(super) fn place(&mut self, id: ExprId) -> Val {
        self.in_place = true;
        self.expr(id)
    }

    /// A variable that is used as a value is moved away.
    fn take_over(&mut self, id: ExprId) {
        if let Some(Resolution::Local(pat)) = self.inference.paths.get(&id)
            && self.declared.contains(pat)
        {
            self.moved.insert(*pat);
        }
    }

    fn expr_inner(&mut self, id: ExprId) -> Val {
        if let Some(text) = self.wide_literal(id) {
            return text;
        }
        match self.kind(id) {
            ExprKind::Lit(literal) => super::eval::literal(&literal),
            ExprKind::Path(_) => {
                let value = self.path(id);
                self.implicit(id, self.span(id));
                value
            }
            ExprKind::Call { callee, args } => self.call(id, callee, &args),
            ExprKind::MethodCall { recv, method, args, .. } => self.method_call(id, recv, method, &args),
            ExprKind::Field { base, name } => {
                let value = self.place(base);
                self.implicit(id, self.span(id));
                self.field_of(id, &value, name.name)
            }
            ExprKind::Index { base, index } => {
                self.place(base);
                let at = self.expr(index);
                self.index_panics(id, base, index, &at);
                self.implicit(id, self.span(id));
                Val::Unknown
            }
            ExprKind::Unary { op, operand } => {
                let value = if op == crate::syntax::body::UnaryOp::Deref { self.place(operand) } else { self.expr(operand) };
                self.implicit(id, self.span(id));
                super::eval::unary(op, &value, &self.type_of(id))
            }
            ExprKind::Binary { op, lhs, rhs, op_span } => self.binary(id, op, lhs, rhs, op_span),
            ExprKind::Assign { lhs, rhs } => {
                let value = self.expr(rhs);
                self.overwrite(lhs);
                self.assign(lhs, value);
                Val::Unknown
            }
            ExprKind::AssignOp { op, op_span, lhs, rhs } => {
                let right = self.expr(rhs);
                let left = self.place(lhs);
                self.division_panics(op, op_span, lhs, rhs, &right);
                self.implicit_with(id, op_span, &[left.clone(), right.clone()]);
                let value = super::eval::binary(op, &left, &right, &self.type_of(lhs));
                self.assign_local(lhs, value);
                Val::Unknown
            }
            ExprKind::Ref { mutable, operand, .. } => {
                let value = self.place(operand);
                // Whatever the reference is for, the value behind it goes when its scope ends.
                self.drop_temporary(operand);
                if mutable {
                    self.forget(operand);
                }
                self.implicit(id, self.span(id));
                value
            }
            ExprKind::Cast { operand, .. } => {
                let value = self.expr(operand);
                match (self.type_of(id).kind(), &value) {
                    (TyKind::Prim(prim), _) => value.cast(*prim),
                    (TyKind::Ptr { .. }, Val::Int { lo: 0, hi: 0 }) => Val::Null,
                    _ => value,
                }
            }
            ExprKind::Block(block) => match block.kind {
                BlockKind::Async { .. } => Val::Unknown,
                // What a constant's value panics about stops the compiler.
                BlockKind::Const => self.catching(|f| f.labelled_block(&block)),
                _ => self.labelled_block(&block),
            },
            ExprKind::If { cond, then, otherwise } => self.if_expr(cond, then, otherwise),
            ExprKind::Let { pat, expr } => {
                let value = self.scrutinee(pat, expr);
                match self.matches(pat, &value) {
                    Some(true) => {
                        self.bind(pat, &value);
                        Val::Bool(true)
                    }
                    Some(false) => Val::Bool(false),
                    None => {
                        self.bind(pat, &value);
                        Val::Unknown
                    }
                }
            }
            ExprKind::Match { scrutinee, arms } => {
                let reads = std::mem::take(&mut self.shared_reads);
                let value = self.place(scrutinee);
                let asks = std::mem::replace(&mut self.shared_reads, reads) > 0;
                let taken = arms.iter().any(|arm| self.takes_over(arm.pat));
                if taken {
                    self.take_over(scrutinee);
                } else {
                    self.drop_temporary(scrutinee);
                }
                if self.dead {
                    return Val::Unknown;
                }
                let mut ways = Vec::new();
                for arm in arms {
                    let matched = self.matches(arm.pat, &value);
                    if matched == Some(false) {
                        continue;
                    }
                    let mut sure = matched == Some(true);
                    let way = self.branch(|f| {
                        f.bind(arm.pat, &value);
                        if let Some(guard) = arm.guard {
                            match f.expr(guard) {
                                Val::Bool(true) => {}
                                Val::Bool(false) => {
                                    f.dead = true;
                                    sure = false;
                                }
                                _ => sure = false,
                            }
                        }
                        f.expr(arm.body)
                    });
                    ways.push(way);
                    if sure {
                        break;
                    }
                }
                if ways.is_empty() {
                    self.dead = true;
                    return Val::Unknown;
                }
                self.guard(ways.iter().any(|way| way.3), None, asks);
                self.meet(ways)
            }
            ExprKind::Loop { label, body, keyword } => {
                let count = self.counted(None, body);
                self.repeat(label.map(|l| l.name), true, count, keyword, &[body], |f| {
                    f.expr(body);
                })
            }
            ExprKind::While { label, cond, body, keyword } => {
                let count = self.counted(Some(cond), body);
                // `while let Some(x) = queue.try_recv()` ends as soon as nothing more is there.
                let drains = matches!(self.data.body.expr(cond).kind, ExprKind::Let { .. });
                self.repeat(label.map(|l| l.name), false, count, keyword, &[cond, body], |f| {
                    let (limits, reads) = (std::mem::take(&mut f.limits), std::mem::take(&mut f.shared_reads));
                    if f.expr(cond) == Val::Bool(false) {
                        f.dead = true;
                    }
                    let (limit, asks) = (f.limits.iter().copied().min(), f.shared_reads > 0 && !drains);
                    (f.limits, f.shared_reads) = (limits, reads);
                    f.guard(true, limit, asks);
                    f.expr(body);
                })
            }
            ExprKind::For { label, pat, iter, body, keyword } => {
                let value = self.expr(iter);
                let count = self.count_of(iter, &value);
                // `into_iter` runs once, `next` once a round.
                let calls = self.inference.implicit.get(&id).cloned().unwrap_or_default();
                let at = self.name_span(iter);
                if let Some(first) = calls.first() {
                    self.implicit_call(first, at);
                }
                self.repeat(label.map(|l| l.name), false, count, keyword, &[body], |f| {
                    for call in calls.iter().skip(1) {
                        f.implicit_call(call, at);
                    }
                    f.bind(pat, &Val::Unknown);
                    f.expr(body);
                })
            }
            ExprKind::Break { label, value } => {
                let value = value.map_or(Val::Unknown, |v| self.expr(v));
                let target = match label {
                    Some(label) => self.loops.iter().rposition(|l| l.label == Some(label.name)),
                    None => self.loops.iter().rposition(|l| l.is_loop),
                };
                if let (Some(target), false) = (target, self.dead) {
                    self.leave_early(self.loops[target].declared);
                    let locals = self.locals.clone();
                    let at = &mut self.loops[target];
                    at.value = Some(at.value.take().map_or(value.clone(), |v| v.join(&value)));
                    match &mut at.locals {
                        Some(known) => join_locals(known, &locals),
                        none => *none = Some(locals),
                    }
                }
                self.dead = true;
                Val::Unknown
            }
            ExprKind::Continue { .. } => {
                if let Some(from) = self.loops.iter().rev().find(|l| l.is_loop).map(|l| l.declared) {
                    self.leave_early(from);
                }
                self.dead = true;
                Val::Unknown
            }
            ExprKind::Return(value) => {
                let value = value.map_or(Val::Unknown, |v| self.expr(v));
                self.leave_early(0);
                self.give_back(value);
                self.dead = true;
                Val::Unknown
            }
            ExprKind::Become(value) => {
                let value = self.expr(value);
                self.give_back(value);
                self.dead = true;
                Val::Unknown
            }
            ExprKind::Yield(value) => value.map_or(Val::Unknown, |v| self.expr(v)),
            ExprKind::Closure(closure) => {
                // Whatever it assigns may have changed by any later time.
                for pat in self.assigned(&[closure.body]) {
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
                let captured = used
                    .iter()
                    .filter_map(|pat| self.locals.get(pat).map(|v| (*pat, v.clone())))
                    .filter(|(_, v)| *v != Val::Unknown)
                    .collect();
                Val::Closure(Arc::new(ClosureVal {
                    owner: self.owner,
                    expr: id,
                    args: Arc::clone(&self.args),
                    captured,
                    self_val: self.self_val.clone(),
                }))
            }
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => {
                let values: Vec<Val> = parts.iter().map(|p| self.expr(*p)).collect();
                Val::Tuple(values.into())
            }
            ExprKind::Repeat { value, len } => {
                self.expr(value);
                self.catching(|f| f.expr(len));
                Val::Unknown
            }
            ExprKind::Struct { fields, base, .. } => {
                let values: Vec<(Symbol, Val)> = fields.iter().map(|f| (f.name.name, self.expr(f.value))).collect();
                self.interval_of_literal(id, &fields, &values);
                let base = base.map(|b| self.expr(b));
                self.struct_value(id, &values, base.as_ref())
            }
            ExprKind::Range { start, end, inclusive } => {
                let values: Vec<Val> = start.into_iter().chain(end).map(|bound| self.expr(bound)).collect();
                match (start.is_some() && end.is_some(), values.as_slice()) {
                    (true, [from, to]) => match (from.hard(), to.hard()) {
                        (Val::Int { lo, .. }, Val::Int { hi, .. }) => {
                            u128::try_from((hi - lo + i128::from(inclusive)).max(0)).map_or(Val::Unknown, Val::Count)
                        }
                        _ => Val::Unknown,
                    },
                    _ => Val::Unknown,
                }
            }
            ExprKind::Try(operand) => {
                let value = self.expr(operand);
                let (inner, fails) = self.question(&value);
                if fails != Some(false) {
                    // The way out runs `From` and ends the function there.
                    let way = self.branch(|f| {
                        f.implicit(id, f.span(operand));
                        f.leave_early(0);
                    });
                    self.last_moved.pop();
                    self.add(way.1);
                    self.give_back(Val::Unknown);
                }
                if fails == Some(true) {
                    self.dead = true;
                }
                inner
            }
            ExprKind::Await(operand) => {
                let value = self.expr(operand);
                self.awaited(id, operand, &value)
            }
            ExprKind::Builtin(builtin) => {
                for arg in &builtin.args {
                    self.expr(*arg);
                }
                self.implicit(id, builtin.name_span);
                self.builtin(id, &builtin)
            }
            ExprKind::Underscore | ExprKind::Macro(_) | ExprKind::Error => Val::Unknown,
        }
    }

    fn give_back(&mut self, value: Val) {
        if !self.dead {
            self.ret = Some(self.ret.take().map_or(value.clone(), |v| v.join(&value)));
        }
    }

    fn binary(&mut self, id: ExprId, op: crate::syntax::body::BinaryOp, lhs: ExprId, rhs: ExprId, op_span: Span) -> Val {
        use crate::syntax::body::BinaryOp;
        let left = self.expr(lhs);
        if matches!(op, BinaryOp::And | BinaryOp::Or) {
            let stops = op == BinaryOp::Or;
            if left == Val::Bool(stops) {
                return left;
            }
            if left == Val::Bool(!stops) {
                return self.expr(rhs);
            }
            // What the right side binds and changes only counts where it ran.
            let cost = std::mem::take(&mut self.cost);
            let before = self.locals.clone();
            let dead = self.dead;
            let right = self.expr(rhs);
            let right_cost = std::mem::replace(&mut self.cost, cost);
            self.add(right_cost);
            self.dead = dead;
            let mut after = std::mem::replace(&mut self.locals, before);
            let changed: Vec<PatId> = self.locals.keys().copied().filter(|k| after.get(k) != self.locals.get(k)).collect();
            for pat in changed {
                after.insert(pat, Val::Unknown);
            }
            self.locals = after;
            return if right == Val::Bool(stops) { right } else { Val::Unknown };
        }
        let right = self.expr(rhs);
        self.division_panics(op, op_span, lhs, rhs, &right);
        self.implicit_with(id, op_span, &[left.clone(), right.clone()]);
        if let Some(limit) = super::eval::time_limit(op, &left, &right) {
            self.limits.push(limit);
        }
        super::eval::binary(op, &left, &right, &self.type_of(lhs))
    }

    fn if_expr(&mut self, cond: ExprId, then: ExprId, otherwise: Option<ExprId>) -> Val {
        let (limits, reads) = (std::mem::take(&mut self.limits), std::mem::take(&mut self.shared_reads));
        let decided = self.expr(cond);
        let (limit, asks) = (self.limits.iter().copied().min(), self.shared_reads > 0);
        (self.limits, self.shared_reads) = (limits, reads);
        match decided {
            _ if self.dead => Val::Unknown,
            Val::Bool(true) => self.expr(then),
            Val::Bool(false) => otherwise.map_or(Val::Unknown, |o| self.expr(o)),
            _ => {
                let first = self.branch(|f| f.expr(then));
                let second = self.branch(|f| otherwise.map_or(Val::Unknown, |o| f.expr(o)));
                self.guard(first.3 || second.3, limit, asks);
                self.meet(vec![first, second])
            }
        }
    }

    /// A condition one of whose ways leaves: where it asks for the time or for shared state, it bounds the loop around,
    /// or makes it one that waits for others.
    fn guard(&mut self, leaves: bool, limit: Option<u128>, asks: bool) {
        if !leaves {
            return;
        }
        if let Some(frame) = self.loops.iter_mut().rev().find(|l| l.is_loop) {
            frame.deadline = match (frame.deadline, limit) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            frame.asks_state |= asks;
        }
    }

    fn labelled_block(&mut self, block: &Block) -> Val {
        let Some(label) = block.label else { return self.block(block) };
        self.loops.push(LoopFrame {
            label: Some(label.name),
            is_loop: false,
            value: None,
            locals: None,
            declared: self.declared.len(),
            deadline: None,
            asks_state: false,
        });
        let value = self.block(block);
        let Some(frame) = self.loops.pop() else { return value };
        self.after_break(frame, value)
    }

    fn after_break(&mut self, frame: LoopFrame, value: Val) -> Val {
        let Some(locals) = frame.locals else { return value };
        if self.dead {
            self.locals = locals;
            self.dead = false;
            return frame.value.unwrap_or(Val::Unknown);
        }
        join_locals(&mut self.locals, &locals);
        frame.value.map_or(value.clone(), |v| v.join(&value))
    }

    pub(super) fn block(&mut self, block: &Block) -> Val {
        let declared = self.declared.len();
        let value = self.statements(block);
        self.leave(declared);
        value
    }

    fn statements(&mut self, block: &Block) -> Val {
        for stmt in &block.stmts {
            if self.dead {
                break;
            }
            match stmt {
                Stmt::Let { pat, init, otherwise, .. } => {
                    let value = init.map_or(Val::Unknown, |i| self.scrutinee(*pat, i));
                    if self.dead {
                        break;
                    }
                    if let Some(otherwise) = otherwise {
                        match self.matches(*pat, &value) {
                            Some(true) => {}
                            Some(false) => {
                                self.expr(*otherwise);
                                self.dead = true;
                                break;
                            }
                            None => {
                                let way = self.branch(|f| f.expr(*otherwise));
                                self.last_moved.pop();
                                self.add(way.1);
                            }
                        }
                    }
                    self.bind(*pat, &value);
                    if init.is_none() {
                        // It holds nothing until it is assigned.
                        self.moved.insert(*pat);
                    }
                }
                Stmt::Expr { expr, .. } => {
                    self.expr(*expr);
                    self.drop_temporary(*expr);
                }
                Stmt::Item { .. } | Stmt::Macro { .. } => {}
            }
        }
        match block.tail {
            Some(tail) if !self.dead => self.expr(tail),
            _ => Val::Unknown,
        }
    }

    /// What a pattern is matched against: taken over where the pattern binds by move, looked at where not.
    fn scrutinee(&mut self, pat: PatId, expr: ExprId) -> Val {
        if self.takes_over(pat) {
            return self.expr(expr);
        }
        let value = self.place(expr);
        self.drop_temporary(expr);
        value
    }

    /// What stood in a place that is assigned to is dropped, and the place is filled again.
    fn overwrite(&mut self, lhs: ExprId) {
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

    /// A loop: the body runs `count` times, until a deadline, or nobody knows how often.
    fn repeat(
        &mut self,
        label: Option<Symbol>,
        is_endless: bool,
        count: Option<u128>,
        keyword: Span,
        parts: &[ExprId],
        body: impl FnOnce(&mut Self),
    ) -> Val {
        if self.dead || count == Some(0) {
            return Val::Unknown;
        }
        for pat in self.assigned(parts) {
            self.locals.insert(pat, Val::Unknown);
        }
        self.loops.push(LoopFrame {
            label,
            is_loop: true,
            value: None,
            locals: None,
            declared: self.declared.len(),
            deadline: None,
            asks_state: false,
        });
        let before = std::mem::take(&mut self.cost);
        let factor = self.factor;
        self.factor = factor.saturating_mul(count.unwrap_or(1));
        let entry = self.locals.clone();
        let had_returned = self.ret.is_some();
        body(self);
        self.factor = factor;
        // A body that always leaves runs once.
        let leaves = self.dead;
        let once = std::mem::replace(&mut self.cost, before);
        let Some(frame) = self.loops.pop() else { return Val::Unknown };
        let has_exit = frame.locals.is_some() || (self.ret.is_some() && !had_returned);
        let runs_once = (leaves && (has_exit || !is_endless)) || self.takes_anew(parts);
        if runs_once {
            self.add(once);
        } else {
            self.add_rounds(&once, count, frame.deadline, frame.asks_state, keyword);
        }
        if is_endless {
            self.dead = true;
            return self.after_break(frame, Val::Unknown);
        }
        self.dead = false;
        if leaves {
            self.locals = entry;
        } else {
            join_locals(&mut self.locals, &entry);
        }
        if let Some(locals) = &frame.locals {
            join_locals(&mut self.locals, locals);
        }
        Val::Unknown
    }

    /// The cost of the rounds of a loop.
    pub(super) fn add_rounds(&mut self, once: &Cost, count: Option<u128>, deadline: Option<u128>, asks_state: bool, at: Span) {
        let counted = count.map(|n| once.clone().times(Some(n)));
        // Rounds begin until the deadline; the last one may begin just before it.
        let timed = deadline.map(|nanos| {
            let waiting = super::cost::Item { nanos, callee: "rounds until the deadline".into(), place: at, why: None };
            Cost::item(waiting).then(once.clone())
        });
        match (counted, timed) {
            (Some(a), Some(b)) => self.add(if b.known < a.known { b } else { a }),
            (Some(cost), None) | (None, Some(cost)) => self.add(cost),
            (None, None) => {
                if once.known > 0 {
                    self.repeats(at, "each round takes time, and nobody knows how many there are");
                } else if asks_state && !once.is_unbounded && self.is_of_workspace() {
                    self.repeats(at, "it spins until another thread changes what it asks for");
                    self.add(Cost { is_unbounded: true, ..Cost::ZERO });
                }
                self.add(once.clone().times(None));
            }
        }
    }

    /// Whether the body is the users' own. What spins in a published crate is a lock-free structure that waits for the
    /// end of another thread's step; where one may wait for more, its model says so.
    fn is_of_workspace(&self) -> bool {
        let unit = match self.owner {
            BodyOwner::Fn(id) => id.unit,
            BodyOwner::Const(id) => id.unit,
            BodyOwner::Static(id) => id.unit,
        };
        self.engine.db.krate(self.engine.db.crate_of(unit)).is_member
    }

    /// Local variables that these expressions may change.
    fn assigned(&self, parts: &[ExprId]) -> Vec<PatId> {
        let mut out = Vec::new();
        let mut stack = parts.to_vec();
        while let Some(id) = stack.pop() {
            let kind = &self.data.body.expr(id).kind;
            let changed = match kind {
                ExprKind::Assign { lhs, .. } | ExprKind::AssignOp { lhs, .. } => Some(*lhs),
                ExprKind::Ref { mutable: true, operand, .. } => Some(*operand),
                ExprKind::MethodCall { recv, .. } if self.inference.autoref.get(&id) == Some(&true) => Some(*recv),
                _ => None,
            };
            if let Some(pat) = changed.and_then(|e| self.root_local(e)) {
                out.push(pat);
            }
            stack.extend(children(kind).0);
        }
        out
    }

    /// Whether code uses a variable as a value somewhere: hands it on, stores or returns it.
    fn is_consumed(&self, code: ExprId, wanted: PatId) -> bool {
        let is = |e: ExprId| matches!(self.inference.paths.get(&e), Some(Resolution::Local(pat)) if *pat == wanted);
        let mut stack = vec![code];
        while let Some(id) = stack.pop() {
            let kind = &self.data.body.expr(id).kind;
            let consumed = match kind {
                ExprKind::Call { args, .. } | ExprKind::Tuple(args) | ExprKind::Array(args) => args.iter().any(|a| is(*a)),
                ExprKind::MethodCall { args, recv, .. } => {
                    args.iter().any(|a| is(*a))
                        || (is(*recv) && !self.inference.autoref.contains_key(&id) && !self.inference.implicit.contains_key(&id))
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

    fn used_locals(&self, expr: ExprId, out: &mut Vec<PatId>) {
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

    /// A variable that may be changed through a reference: constants are forgotten, handles stay what they are.
    pub(super) fn forget(&mut self, place: ExprId) {
        if let Some(pat) = self.root_local(place)
            && !matches!(self.locals.get(&pat), Some(Val::Handle(_)))
        {
            self.locals.insert(pat, Val::Unknown);
        }
    }

    fn assign(&mut self, lhs: ExprId, value: Val) {
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
            _ => {
                self.place(lhs);
                if let Some(pat) = self.root_local(lhs) {
                    self.locals.insert(pat, Val::Unknown);
                }
            }
        }
    }

    fn assign_local(&mut self, lhs: ExprId, value: Val) {
        match self.inference.paths.get(&lhs) {
            Some(Resolution::Local(pat)) => {
                self.locals.insert(*pat, value);
            }
            _ => {
                if let Some(pat) = self.root_local(lhs) {
                    self.locals.insert(pat, Val::Unknown);
                }
            }
        }
    }

    /// A name that owns something whose drop matters is remembered.
    fn declare(&mut self, pat: PatId) {
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

    /// Bind a pattern's names.
    pub(super) fn bind(&mut self, pat: PatId, value: &Val) {
        // Taken apart, a value is what its parts are.
        let whole = value;
        let value = value.hard();
        match self.data.body.pat(pat).kind.clone() {
            PatKind::Bind { sub, .. } => {
                self.locals.insert(pat, whole.clone());
                self.declare(pat);
                if let Some(sub) = sub {
                    self.bind(sub, whole);
                }
            }
            PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) => {
                let rest = fields.iter().position(|f| matches!(self.data.body.pat(*f).kind, PatKind::Rest));
                let values: &[Val] = match value {
                    Val::Variant(_, values) | Val::Tuple(values) => values,
                    _ => &[],
                };
                for (i, field) in fields.iter().enumerate() {
                    let at = match rest {
                        Some(r) if i >= r => (values.len() + i).checked_sub(fields.len()),
                        _ => Some(i),
                    };
                    let inner = at.and_then(|at| values.get(at)).cloned().unwrap_or(Val::Unknown);
                    self.bind(*field, &inner);
                }
            }
            PatKind::Struct { fields, .. } => {
                let variant = self.inference.pat_variants.get(&pat).copied();
                for (name, field) in fields {
                    let inner = match (value, variant) {
                        (Val::Variant(id, values), Some(variant)) if *id == variant => {
                            self.engine.db.field(variant, name.name).and_then(|(i, _)| values.get(i).cloned())
                        }
                        _ => None,
                    };
                    self.bind(field, &inner.unwrap_or(Val::Unknown));
                }
            }
            PatKind::Ref { pat, .. } | PatKind::Box(pat) => self.bind(pat, whole),
            PatKind::Or(parts) => {
                for part in parts {
                    self.bind(part, &Val::Unknown);
                }
            }
            _ => {}
        }
    }

    /// Calls that the text does not show, of an expression.
    pub(super) fn implicit(&mut self, id: ExprId, at: Span) {
        self.implicit_with(id, at, &[Val::Unknown]);
    }

    /// Those of an operator, with what is known of its operands.
    fn implicit_with(&mut self, id: ExprId, at: Span, operands: &[Val]) {
        for call in self.inference.implicit.get(&id).cloned().unwrap_or_default() {
            self.implicit_call_with(&call, at, operands);
        }
    }

    pub(super) fn implicit_call(&mut self, call: &Implicit, at: Span) {
        self.implicit_call_with(call, at, &[Val::Unknown]);
    }

    fn implicit_call_with(&mut self, call: &Implicit, at: Span, operands: &[Val]) {
        let (id, args): (FnId, Args) = match call {
            Implicit::Method(id, args) => (*id, Arc::clone(args)),
            Implicit::Deref { ty, mutable } => {
                let lang = self.engine.db.lang();
                let (of, name) = if *mutable { (lang.deref_mut, "deref_mut") } else { (lang.deref, "deref") };
                match self.engine.db.trait_fn(of, name) {
                    Some(id) => (id, Arc::from([ty.clone()])),
                    None => return,
                }
            }
        };
        let args = self.engine.chooser.concrete_args(&args, &Arc::clone(&self.args));
        self.call_fn(None, at, id, &args, operands, &[]);
    }
}

fn join_locals(into: &mut Locals, other: &Locals) {
    for (pat, value) in into.iter_mut() {
        *value = other.get(pat).map_or(Val::Unknown, |o| value.join(o));
    }
    for pat in other.keys() {
        into.entry(*pat).or_insert(Val::Unknown);
    }
}
