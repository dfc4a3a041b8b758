//! One walk over one body, in the order of evaluation: costs add up, branches take the larger, values flow.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::control::{Leaves, State, while_there};
use super::cost::Cost;
use super::effect::{Effect, Hop, merge};
use super::engine::{Engine, Summary};
use super::panics::{at_boundary, stops_unwinding};
use super::rounds::Loop;
use super::shared::Filter;
use super::value::{ClosureVal, Deadline, Origin, Val};
use crate::resolve::bodies::BodyData;
use crate::resolve::ids::FnId;
use crate::resolve::infer::{BodyOwner, Implicit, Inference, Resolution};
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::{Span, Symbol};
use crate::syntax::body::{Block, BlockKind, ExprId, ExprKind, PatId, Stmt};

/// What is known of the local variables.
pub(super) type Locals = FxHashMap<PatId, Val>;

/// A loop, or a block with a label, that is being walked.
#[derive(Debug)]
pub(super) struct LoopFrame {
    pub(super) label: Option<Symbol>,
    pub(super) is_loop: bool,
    /// What its `break`s give.
    pub(super) value: Option<Val>,
    /// Where its `break`s stand, and where the ways that go to the next round do.
    pub(super) breaks: Option<State>,
    pub(super) continues: Option<State>,
    /// Where its condition does not hold any more.
    pub(super) ends: Option<State>,
    /// How many variables were declared where it began.
    pub(super) declared: usize,
    /// How often the clock had been asked where it began.
    pub(super) created: usize,
    /// A guard in it ends it then at the latest.
    pub(super) deadline: Option<Deadline>,
    /// A guard in it, or its condition, asks shared state whether to go on.
    pub(super) asks_state: bool,
}

impl LoopFrame {
    pub(super) fn new(label: Option<Symbol>, is_loop: bool, declared: usize, created: usize) -> Self {
        Self {
            label,
            is_loop,
            value: None,
            breaks: None,
            continues: None,
            ends: None,
            declared,
            created,
            deadline: None,
            asks_state: false,
        }
    }
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
    /// Reads of shared state since the last condition was entered.
    pub(super) shared_reads: u32,
    /// Calls that lead back into a function that is being walked: which one, by its place among these.
    pub(super) recursive: Vec<(usize, Effect)>,
    /// What the ways cost that have left.
    pub(super) exits: Vec<(Leaves, Cost)>,
    /// Where the clock was asked so far.
    pub(super) created: Vec<Origin>,
    /// What had passed then of the part of the code that is counted from nothing, and which part.
    pub(super) asked_at: Vec<(Origin, u32, u128)>,
    /// The part of the code that is counted from nothing: the function, or a round of a loop.
    pub(super) region: u32,
    pub(super) regions: u32,
    /// How many rounds of loops are under way one by one, each in another.
    pub(super) simulated: u128,
    /// Whether the call under way is one that is awaited.
    pub(super) is_awaiting: bool,
    /// What the closure gave back that was handed to the callee under way.
    pub(super) given_back: Option<Val>,
    /// What was made of the arguments on the ways that have returned.
    pub(super) outs: Option<Vec<Val>>,
    /// What of the body counts, where only a critical section is looked at.
    pub(super) section: Option<Arc<Filter>>,
    /// The expression under way.
    pub(super) current: Option<ExprId>,
    /// The callee that is shown for what it calls itself without a text.
    pub(super) on_behalf: Option<String>,
    /// What it gives back on the ways that have returned.
    pub(super) ret: Option<Val>,
    pub(super) loops: Vec<LoopFrame>,
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
            shared_reads: 0,
            recursive: Vec::new(),
            exits: Vec::new(),
            created: Vec::new(),
            asked_at: Vec::new(),
            region: 0,
            regions: 0,
            simulated: 1,
            is_awaiting: false,
            given_back: None,
            outs: None,
            section,
            current: None,
            on_behalf: None,
            ret: None,
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
        frame.note_outs();
        frame.leave(0);
        let diverges = frame.dead && frame.ret.is_none();
        let ret = match (frame.ret.take(), frame.dead) {
            (Some(ret), true) => ret,
            (Some(ret), false) => frame.either(&ret, &value),
            (None, _) => value,
        };
        let through = if frame.dead { Cost::ZERO } else { std::mem::take(&mut frame.cost) };
        let early = frame.exits_to(Leaves::Function).unwrap_or(Cost::ZERO);
        let created = std::mem::take(&mut frame.created);
        // What ended at a deadline that was set here is over.
        let mut cost = through.or(early).settle_clocks(&created);
        let own = frame.engine.depth();
        let mut recursive = Vec::new();
        for (target, effect) in std::mem::take(&mut frame.recursive) {
            if target != own {
                recursive.push((target, effect));
            } else if cost.total() > 0 {
                cost.is_unbounded = true;
                merge(&mut frame.effects, &effect, None);
            }
        }
        let stops = closure.is_none() && stops_unwinding(frame.engine.db, owner);
        let effects = if stops { at_boundary(frame.effects) } else { frame.effects };
        let outs = if closure.is_none() { frame.outs.unwrap_or_default() } else { Vec::new() };
        Some(Summary { cost, effects, ret, outs, diverges, recursive })
    }

    /// Whether an expression ends in `continue`.
    fn goes_round(&self, expr: ExprId) -> bool {
        match &self.data.body.expr(expr).kind {
            ExprKind::Continue { .. } => true,
            ExprKind::Block(block) => {
                let last = block.tail.or(match block.stmts.last() {
                    Some(Stmt::Expr { expr, .. }) => Some(*expr),
                    _ => None,
                });
                last.is_some_and(|last| self.goes_round(last))
            }
            _ => false,
        }
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

    /// A loop that goes on for nobody knows how long.
    pub(super) fn repeats(&mut self, at: Span, why: &str) {
        merge(&mut self.effects, &Effect::repeats(at, why), None);
    }

    /// Take over what a callee comes to.
    pub(super) fn absorb(&mut self, summary: &Summary, hop: &Hop) {
        self.add(summary.cost.clone().via(&hop.callee, hop.at));
        for (target, effect) in &summary.recursive {
            let mut effect = effect.clone();
            // The call that closes the circle has no way to it yet.
            if effect.place.is_empty() {
                effect.place = hop.at;
            } else {
                effect.chains.iter_mut().for_each(|chain| chain.insert(0, hop.clone()));
            }
            self.recursive.push((*target, effect));
        }
        for effect in &summary.effects {
            merge(&mut self.effects, effect, Some(hop));
        }
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
                let whole = self.place(base);
                let at = self.expr(index);
                self.index_panics(id, base, index, &at);
                self.implicit(id, self.span(id));
                super::eval::element(&whole, &at)
            }
            ExprKind::Unary { op, operand } => {
                let value = if op == crate::syntax::body::UnaryOp::Deref { self.place(operand) } else { self.expr(operand) };
                self.implicit(id, self.span(id));
                super::eval::unary(op, &value, &self.type_of(id))
            }
            ExprKind::Binary { op, lhs, rhs, op_span } => self.binary(id, op, lhs, rhs, op_span),
            ExprKind::Assign { lhs, rhs } => {
                let value = self.expr(rhs);
                self.record(id, vec![Some(value.clone())]);
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
                let mut goes_on = Vec::new();
                let mut from = self.state();
                for arm in arms {
                    let matched = self.matches(arm.pat, &value);
                    if matched == Some(false) {
                        continue;
                    }
                    let mut sure = matched == Some(true);
                    let mut refused = None;
                    let way = self.way(from.clone(), |f| {
                        f.bind(arm.pat, &value);
                        if let Some(guard) = arm.guard {
                            let decided = f.decide(guard);
                            sure &= decided.no.dead;
                            refused = Some(decided.no);
                            f.enter(decided.yes);
                        }
                        f.expr(arm.body)
                    });
                    // What a guard does that then refuses comes before the arms below.
                    if let Some(refused) = refused {
                        from = if matched == Some(true) { refused } else { from.join(refused) };
                    }
                    if !way.1.dead || self.goes_round(arm.body) {
                        goes_on.push(arm.pat);
                    }
                    ways.push(way);
                    if sure {
                        break;
                    }
                }
                if ways.is_empty() {
                    self.dead = true;
                    return Val::Unknown;
                }
                let leaves = ways.iter().any(|(_, state)| state.dead);
                // A loop that goes on only with what it received ends when there is no more.
                let drains = goes_on.iter().all(|pat| self.is_there(*pat));
                // `None => return` of what is left of a deadline.
                let clock = if goes_on.iter().all(|pat| self.is_there(*pat)) { while_there(&value) } else { Val::Unknown };
                self.guard(leaves && clock == Val::Unknown, leaves, &clock, asks && !drains);
                self.meet(ways)
            }
            ExprKind::Loop { label, body, keyword } => {
                let count = self.counted(None, body);
                let about = Loop { label: label.map(|l| l.name), is_endless: true, count, elements: None, keyword, parts: vec![body] };
                self.repeat(&about, &mut |f, _| {
                    f.expr(body);
                })
            }
            ExprKind::While { label, cond, body, keyword } => {
                let drained = self.drained(cond);
                let count = [self.counted(Some(cond), body), drained].into_iter().flatten().min();
                // `while let Some(x) = queue.try_recv()` ends as soon as nothing more is there.
                let drains = self.holds_while_there(cond);
                let about =
                    Loop { label: label.map(|l| l.name), is_endless: false, count, elements: None, keyword, parts: vec![cond, body] };
                self.repeat(&about, &mut |f, _| {
                    let reads = std::mem::take(&mut f.shared_reads);
                    let declared = f.declared.len();
                    let decided = f.decide(cond);
                    let asks = std::mem::replace(&mut f.shared_reads, reads) > 0 && !drains;
                    if !decided.yes.dead && !decided.no.dead {
                        f.guard(false, true, &decided.value, asks);
                    }
                    f.enter(decided.no);
                    f.end_loop();
                    f.enter(decided.yes);
                    f.expr(body);
                    f.leave(declared);
                })
            }
            ExprKind::For { label, pat, iter, body, keyword } => {
                let value = self.expr(iter);
                let (count, elements) = self.count_of(iter, &value);
                // `into_iter` runs once, `next` once a round.
                let calls = self.inference.implicit.get(&id).cloned().unwrap_or_default();
                let at = self.name_span(iter);
                if let Some(first) = calls.first() {
                    self.implicit_call(first, at);
                }
                let about = Loop { label: label.map(|l| l.name), is_endless: false, count, elements, keyword, parts: vec![body] };
                self.repeat(&about, &mut |f, element| {
                    for call in calls.iter().skip(1) {
                        f.implicit_call(call, at);
                    }
                    let declared = f.declared.len();
                    f.bind(pat, element.unwrap_or(&Val::Unknown));
                    f.expr(body);
                    f.leave(declared);
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
                    let here = self.state();
                    let at = &mut self.loops[target];
                    at.value = Some(at.value.take().map_or(value.clone(), |v| v.join(&value)));
                    at.breaks = Some(match at.breaks.take() {
                        Some(known) => known.join(here),
                        None => here,
                    });
                    self.leave_to(Leaves::Loop(target));
                }
                self.dead = true;
                Val::Unknown
            }
            ExprKind::Continue { label } => {
                let target = match label {
                    Some(label) => self.loops.iter().rposition(|l| l.label == Some(label.name)),
                    None => self.loops.iter().rposition(|l| l.is_loop),
                };
                if let (Some(target), false) = (target, self.dead) {
                    self.leave_early(self.loops[target].declared);
                    let here = self.state();
                    let at = &mut self.loops[target];
                    at.continues = Some(match at.continues.take() {
                        Some(known) => known.join(here),
                        None => here,
                    });
                    self.leave_to(Leaves::Round(target));
                }
                self.dead = true;
                Val::Unknown
            }
            ExprKind::Return(value) => {
                let value = value.map_or(Val::Unknown, |v| self.expr(v));
                self.note_outs();
                self.leave_early(0);
                self.give_back(value);
                self.die();
                Val::Unknown
            }
            ExprKind::Become(value) => {
                let value = self.expr(value);
                self.give_back(value);
                self.die();
                Val::Unknown
            }
            ExprKind::Yield(value) => value.map_or(Val::Unknown, |v| self.expr(v)),
            ExprKind::Closure(closure) => {
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
                // What its body gives on ends there.
                let kept: Vec<PatId> = takes.iter().copied().filter(|pat| !self.is_consumed(closure.body, *pat)).collect();
                self.captures(id, &kept);
                self.moved.extend(takes);
                let captured = used
                    .iter()
                    .filter_map(|pat| self.locals.get(pat).map(|v| (*pat, v.clone())))
                    .filter(|(_, v)| *v != Val::Unknown)
                    .collect();
                self.closure_made(ClosureVal {
                    owner: self.owner,
                    expr: id,
                    args: Arc::clone(&self.args),
                    captured,
                    self_val: self.self_val.clone(),
                })
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
                    (true, [from, to]) => super::eval::range(from.hard(), to.hard(), inclusive),
                    _ => Val::Unknown,
                }
            }
            ExprKind::Try(operand) => {
                let value = self.expr(operand);
                let (inner, fails) = self.question(&value);
                let failure = match self.type_of(operand).as_adt() {
                    Some((adt, _)) if Some(adt) == self.engine.db.lang().result => self.failed(adt),
                    _ => Val::Unknown,
                };
                if fails != Some(false) {
                    // The way out runs `From` and ends the function there.
                    self.guard(false, true, &while_there(&value), false);
                    self.branch(|f| {
                        f.implicit(id, f.span(operand));
                        f.leave_early(0);
                        f.give_back(failure);
                        f.die();
                    });
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
                                self.branch(|f| f.expr(*otherwise));
                                self.guard(false, true, &while_there(&value), false);
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
