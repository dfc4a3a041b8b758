//! One walk over one body, in the order of evaluation: costs add up, branches take the larger, values flow.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::control::Leaves;
use super::cost::{Cost, Once};
use super::effect::{Effect, Hop, merge, merge_all};
use super::engine::{Engine, Summary};
pub(super) use super::loop_frame::LoopFrame;
use super::panics::{at_boundary, stops_unwinding};
use super::shared::Filter;
use super::value::{ClosureVal, Deadline, Origin, Val};
use crate::resolve::bodies::BodyData;
use crate::resolve::infer::{BodyOwner, Inference, Resolution};
use crate::resolve::limits::Limit;
use crate::resolve::ty::{Args, Ty, TyKind};
use crate::source::{Span, Symbol};
use crate::syntax::body::{BlockKind, ExprId, ExprKind, PatId};

/// What is known of the local variables.
pub(super) type Locals = FxHashMap<PatId, Val>;

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
    /// The same of those that wait for a change, rather than for more of something.
    pub(super) state_reads: u32,
    /// Whether anything in the body asked for what other threads may change.
    pub(super) asks_others: bool,
    /// Whether that was for a change, rather than for more of something.
    pub(super) asks_state: bool,
    /// What the body gives back from a time limit on, where it looks at a clock whichever way it goes.
    pub(super) late: Option<(Deadline, bool)>,
    /// How many conditions and loops decide whether what is walked runs.
    pub(super) conditional: u32,
    /// Variables that were given what other threads may change, in order.
    pub(super) read_from_others: Vec<PatId>,
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
    /// What the `From` of a user's type has made for the `into` under way.
    pub(super) converted_by: Option<Val>,
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
    /// What a `return` ends: the closure called in place that is under way, by its place among the loops; else the body.
    pub(super) returns_to: Option<usize>,
    /// The closure that is walked.
    pub(super) captured: Option<Arc<ClosureVal>>,
    depth: u32,
}

/// How deep expressions may nest.
const DEPTH: u32 = 1_500;
const TOO_DEEP: Limit = Limit::new("expressions nest more than {} deep; the inner ones are not analysed", DEPTH as usize);
/// How many calls of a function may lead back into functions that are being walked.
const CIRCLING: usize = 64;
const TOO_MANY_CIRCLING: Limit =
    Limit::new("more than {} calls in one function lead back to where it is called; the others are not analysed", CIRCLING);

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
            state_reads: 0,
            asks_others: false,
            asks_state: false,
            late: None,
            conditional: 0,
            read_from_others: Vec::new(),
            recursive: Vec::new(),
            exits: Vec::new(),
            created: Vec::new(),
            asked_at: Vec::new(),
            region: 0,
            regions: 0,
            simulated: 1,
            is_awaiting: false,
            converted_by: None,
            given_back: None,
            outs: None,
            section,
            current: None,
            on_behalf: None,
            ret: None,
            loops: Vec::new(),
            returns_to: None,
            captured: None,
            depth: 0,
        };
        let unknown = Val::Unknown;
        let root = match closure.map(|id| (id, data.body.expr(id).kind.clone())) {
            Some((_, ExprKind::Closure(closure))) => {
                if let Some(captured) = captured {
                    frame.locals.extend(captured.captured.iter().cloned());
                    frame.self_val = captured.self_val.clone();
                    frame.captured = Some(captured);
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
        let ret = match (frame.late, ret) {
            (Some((deadline, negated)), Val::Unknown) => Val::Before { deadline, negated },
            (_, ret) => ret,
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
        let (asks_others, asks_state) = (frame.asks_others, frame.asks_state);
        let stops = closure.is_none() && stops_unwinding(frame.engine.db, owner);
        let effects = if stops { at_boundary(frame.effects) } else { frame.effects };
        let outs = frame.outs.unwrap_or_default();
        Some(Summary { cost, effects, ret, outs, asks_others, asks_state, diverges, recursive })
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
    pub(super) fn add(&mut self, mut cost: Cost) {
        // Of a deadline that was set here, some may have gone by.
        for single in &mut cost.singles {
            if let Once::Until(deadline) = single.of {
                single.limit(self.ahead(deadline));
            }
        }
        self.cost = std::mem::take(&mut self.cost).then(cost);
    }

    /// Something is asked for that other threads may change.
    pub(super) fn asks(&mut self) {
        self.state_reads += 1;
        self.asks_state = true;
        self.asks_for_more();
    }

    /// The same, where what is asked for is taken away: who asks until there is no more waits for nothing.
    pub(super) fn asks_for_more(&mut self) {
        self.shared_reads += 1;
        self.asks_others = true;
    }

    /// What a callee asks for.
    pub(super) fn asks_as(&mut self, callee: &Summary) {
        if callee.asks_state {
            self.asks();
        } else if callee.asks_others {
            self.asks_for_more();
        }
    }

    /// A loop that goes on for nobody knows how long.
    pub(super) fn repeats(&mut self, at: Span, why: &str) {
        merge(&mut self.effects, &Effect::repeats(at, why), None);
    }

    /// A call leads back into a function that is being walked. One way to each place says it: of those that everybody calling
    /// everybody makes, there is no end.
    pub(super) fn circle(&mut self, target: usize, effect: Effect) {
        if self.recursive.iter().any(|(to, known)| *to == target && known.place == effect.place) {
            return;
        }
        if self.recursive.len() < CIRCLING {
            self.recursive.push((target, effect));
        } else {
            self.engine.limit(TOO_MANY_CIRCLING);
        }
    }

    /// Take over what a callee comes to.
    pub(super) fn absorb(&mut self, summary: &Summary, hop: &Hop) {
        self.add(summary.cost.clone().via(&hop.callee, hop.at));
        self.asks_as(summary);
        for (target, effect) in &summary.recursive {
            let mut effect = effect.clone();
            // The call that closes the circle has no way to it yet.
            if effect.place.is_empty() {
                effect.place = hop.at;
            } else {
                effect.chains.iter_mut().for_each(|chain| *chain = chain.behind(hop.clone()));
            }
            self.circle(*target, effect);
        }
        merge_all(&mut self.effects, &summary.effects, hop);
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
        let value = if self.depth > DEPTH {
            self.engine.limit(TOO_DEEP);
            Val::Unknown
        } else {
            self.expr_inner(id)
        };
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
    pub(super) fn take_over(&mut self, id: ExprId) {
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
                let value = self.dereferenced(id, self.span(id), value);
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
                let value = self.dereferenced(id, self.span(id), value);
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
                    (TyKind::Prim(prim), Val::Variant(variant, parts)) if parts.is_empty() => self.discriminant(*variant).cast(*prim),
                    (TyKind::Prim(prim), _) => value.cast(*prim),
                    (TyKind::Ptr { .. }, Val::Int { lo: 0, hi: 0 }) => Val::Null,
                    _ => value,
                }
            }
            ExprKind::Block(block) => match block.kind {
                BlockKind::Async { .. } => self.async_block(id),
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
            ExprKind::Match { scrutinee, arms } => self.match_expr(scrutinee, arms),
            ExprKind::Loop { label, body, keyword } => self.endless_loop(label, body, keyword),
            ExprKind::While { label, cond, body, keyword } => self.while_loop(label, cond, body, keyword),
            ExprKind::For { label, pat, iter, body, keyword } => self.for_loop(id, label, pat, iter, body, keyword),
            ExprKind::Break { label, value } => self.break_out(label, value),
            ExprKind::Continue { label } => self.next_round(label),
            ExprKind::Return(value) => {
                let value = value.map_or(Val::Unknown, |v| self.expr(v));
                // Where something failed, what was made of the handles does not matter: a `?` notes nothing.
                if self.returns_to.is_none() {
                    self.note_outs();
                }
                self.return_early(value);
                Val::Unknown
            }
            ExprKind::Become(value) => {
                let value = self.expr(value);
                self.give_back(value);
                self.die();
                Val::Unknown
            }
            ExprKind::Yield(value) => value.map_or(Val::Unknown, |v| self.expr(v)),
            ExprKind::Closure(closure) => self.closure_expr(id, &closure),
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => {
                let values: Vec<Val> = parts.iter().map(|p| self.expr(*p)).collect();
                Val::Tuple(values.into()).bounded()
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
                    // `0..`
                    _ if start.is_some() && end.is_none() => Val::Endless { until: None, may_end: false },
                    _ => Val::Unknown,
                }
            }
            ExprKind::Try(operand) => self.try_expr(id, operand),
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
}
